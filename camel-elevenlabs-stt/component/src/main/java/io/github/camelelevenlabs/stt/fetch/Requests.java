package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * The requests of one fetch, one URL at a time, with redirects. Used by one thread at a time; {@link #close()} is
 * safe for any thread and ends the current request.
 */
final class Requests implements Closeable, Pauses {

    private static final int MAX_REDIRECTS = 5;

    /** The limit for a phase, in timeouts. A silent server must fail by its timeout, not by this limit. */
    private static final int PHASE_TIMEOUTS = 2;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Sends a request and returns the response with an unread body. Blocks. */
    @FunctionalInterface
    interface Client {
        /** @param onConnected called when the connection is ready, before the request is sent */
        ClassicHttpResponse send(WebUrl url, HttpUriRequestBase request, Runnable onConnected) throws IOException;
    }

    /**
     * A successful response.
     *
     * @param at the URL that responded last
     * @param stream the bytes as they arrive; closing it closes the connection without reading the rest
     * @param contentEncoding the header of the response, which is often wrong
     * @param length the length that the server stated; negative if it stated none
     */
    record Response(
            WebUrl at, Body stream, Optional<String> contentType, Optional<String> contentEncoding, long length) {

        /** The audio of this response, or of several whose first one this is. */
        FetchedAudio audio(InputStream bytes, boolean endless, boolean resumable, boolean trackChosen) {
            return new FetchedAudio(
                    bytes, contentType, contentEncoding, at.fileName(), endless, resumable, trackChosen);
        }
    }

    private final Client client;
    private final Duration timeout;
    private final Alarms alarms;

    // Together they ensure that no request is sent after {@link #close()}.
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile HttpUriRequestBase request;

    /** @param timeout the limit for each phase of a request, and for each read */
    Requests(Client client, Duration timeout, Alarms alarms) {
        this.client = client;
        this.timeout = timeout;
        this.alarms = alarms;
    }

    /**
     * Requests the URL and follows redirects. Blocks until the response arrives.
     *
     * @throws FetchException if the response is an error, or leads to an address that is not allowed, or if this was
     *     closed
     */
    Response get(WebUrl url) throws FetchException {
        WebUrl at = url;
        Phases phases = new Phases(alarms, timeout.multipliedBy(PHASE_TIMEOUTS));
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpUriRequestBase sent = UrlFetcher.request(at);
            ClassicHttpResponse response = send(at, sent, phases);
            if (!REDIRECTS.contains(response.getCode())) {
                return accept(at, sent, response);
            }
            abandon(sent, response);
            at = at.resolve(location(at, response));
        }
        throw FetchException.permanent(url.site() + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private ClassicHttpResponse send(WebUrl at, HttpUriRequestBase sent, Phases phases) throws FetchException {
        request = sent;
        if (isClosed()) {
            sent.cancel();
        }
        try {
            phases.onConnect(sent, nanoTime());
            return client.send(at, sent, () -> phases.onConnected(nanoTime()));
        } catch (CheckedResolver.RefusedAddress e) {
            throw FetchException.permanent(
                    e.getMessage() + "; URLs that come in messages, redirects and playlists may not lead there unless"
                            + " allowPrivateUrls=true",
                    e);
        } catch (IOException e) {
            if (phases.expired().isPresent() && !isClosed()) {
                throw FetchException.temporary(
                        at.site() + " " + phases.expired().get(), e);
            }
            throw failed(at, e);
        } finally {
            phases.onDone(nanoTime());
        }
    }

    /** The first Location header with a value. Servers put unencoded file names there, in any charset. */
    private static String location(WebUrl at, ClassicHttpResponse response) throws FetchException {
        for (Header location : response.getHeaders(HttpHeaders.LOCATION)) {
            if (location.getValue() != null && !location.getValue().isBlank()) {
                return PercentCode.encodeBytes(location.getValue());
            }
        }
        throw FetchException.permanent(at.site() + " answered " + response.getCode() + " without a Location");
    }

    private Response accept(WebUrl at, HttpUriRequestBase sent, ClassicHttpResponse response) throws FetchException {
        try {
            if (response.getCode() / 100 != 2) {
                throw FetchException.status(at.site(), response.getCode());
            }
            HttpEntity entity = response.getEntity();
            return new Response(
                    at,
                    new Body(at, sent, response),
                    header(response, HttpHeaders.CONTENT_TYPE),
                    header(response, HttpHeaders.CONTENT_ENCODING),
                    entity == null ? 0 : entity.getContentLength());
        } catch (IOException e) {
            abandon(sent, response);
            throw e instanceof FetchException known ? known : failed(at, e);
        }
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    private FetchException failed(WebUrl at, IOException cause) {
        if (isClosed()) {
            return FetchException.temporary("the fetch of " + at.site() + " was closed", cause);
        } else if (cause instanceof SocketTimeoutException) {
            return FetchException.temporary(at.site() + " sent nothing for " + timeout.toMillis() + " ms", cause);
        }
        // The reason may quote bytes from the server.
        String reason = Printable.of(String.valueOf(cause.getMessage()));
        return FetchException.temporary(at.site() + " could not be fetched: " + reason, cause);
    }

    /**
     * Closes the connection. Closing only the response would read it to its end, which an endless response does not
     * have.
     */
    private static void abandon(HttpUriRequestBase sent, ClassicHttpResponse response) {
        sent.cancel();
        try {
            response.close();
        } catch (IOException e) {
            // All needed bytes have been read, or reading has failed with its own cause.
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws IOException {
        try {
            if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("The fetch was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted during a fetch");
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /**
     * Ends the current request: pending requests, reads and pauses fail. Does not block. May be called more than
     * once.
     */
    @Override
    public void close() {
        closed.countDown();
        HttpUriRequestBase pending = request;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** The body of the response. Closing it closes the connection without reading the rest. */
    final class Body extends InputStream {

        private final WebUrl at;
        private final HttpUriRequestBase sent;
        private final ClassicHttpResponse response;
        private final InputStream bytes;

        Body(WebUrl at, HttpUriRequestBase sent, ClassicHttpResponse response) throws IOException {
            this.at = at;
            this.sent = sent;
            this.response = response;
            this.bytes = response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent();
        }

        @Override
        public int read() throws FetchException {
            try {
                return bytes.read();
            } catch (IOException e) {
                throw failed(at, e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws FetchException {
            try {
                return bytes.read(buffer, offset, length);
            } catch (IOException e) {
                throw failed(at, e);
            }
        }

        @Override
        public void close() {
            abandon(sent, response);
        }
    }
}
