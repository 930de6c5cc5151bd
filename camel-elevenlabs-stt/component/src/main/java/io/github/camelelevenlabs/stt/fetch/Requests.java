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
 * What is asked for on behalf of one fetch, one URL after the other, each over its redirects. Used by one thread at a time,
 * and closed by any, which ends whatever is under way.
 */
final class Requests implements Closeable {

    private static final int MAX_REDIRECTS = 5;

    /** A phase in total, in timeouts. A server that is silent is to fail for that, not for this. */
    private static final int PHASE_TIMEOUTS = 2;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Sends a request, and gives the response with its body unread. */
    @FunctionalInterface
    interface Client {
        /** @param onConnected called when the request is about to go out */
        ClassicHttpResponse send(WebUrl url, HttpUriRequestBase request, Runnable onConnected) throws IOException;
    }

    /**
     * An answer that is no error.
     *
     * @param at     the URL that answered in the end
     * @param stream the bytes, as they come; closing it ends the connection, however much there still is
     * @param contentEncoding as the server said it; what is written there is often untrue
     * @param length as the server said it; negative if it did not
     */
    record Response(
            WebUrl at,
            InputStream stream,
            Optional<String> contentType,
            Optional<String> contentEncoding,
            long length) {}

    private final Client client;
    private final Duration timeout;
    private final Alarms alarms;

    // Together they make sure that nothing is requested after close.
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile HttpUriRequestBase request;

    /**
     * @param timeout of each phase of a request, and for each next byte
     */
    Requests(Client client, Duration timeout, Alarms alarms) {
        this.client = client;
        this.timeout = timeout;
        this.alarms = alarms;
    }

    /**
     * Asks for the URL, and for what it redirects to. Blocks until there is an answer.
     *
     * @throws FetchException when the answer is an error, or leads where it may not, or this was closed meanwhile
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
            phases.onConnect(sent, System.nanoTime());
            return client.send(at, sent, () -> phases.onConnected(System.nanoTime()));
        } catch (RefusedAddressException e) {
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
            phases.onDone(System.nanoTime());
        }
    }

    /** The first that says something. Servers write file names into it as they are, in whatever bytes. */
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
        } catch (FetchException e) {
            abandon(sent, response);
            throw e;
        } catch (IOException e) {
            abandon(sent, response);
            throw failed(at, e);
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
        // The reason may quote what the server sent.
        String reason = Printable.of(String.valueOf(cause.getMessage()));
        return FetchException.temporary(at.site() + " could not be fetched: " + reason, cause);
    }

    /** Cuts the connection. Closing the response alone would read it to its end, which an endless one does not have. */
    private static void abandon(HttpUriRequestBase sent, ClassicHttpResponse response) {
        sent.cancel();
        try {
            response.close();
        } catch (IOException e) {
            // Whatever was needed of it has been read, or has failed with a cause of its own.
        }
    }

    /**
     * Lets time pass.
     *
     * @throws IOException when this is closed before it has
     */
    void pause(Duration duration) throws IOException {
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

    /** Ends what is under way: a request that connects, a read that waits and a pause fail. May be called twice. */
    @Override
    public void close() {
        closed.countDown();
        HttpUriRequestBase pending = request;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** The response's bytes. Closing it cuts the connection, however much there still is. */
    private final class Body extends InputStream {

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
