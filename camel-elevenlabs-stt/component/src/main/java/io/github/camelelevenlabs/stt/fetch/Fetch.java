package io.github.camelelevenlabs.stt.fetch;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** One URL on its way: from the request over its redirects to the last byte. Opened once; closed from any thread. */
public final class Fetch implements Closeable {

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Sends a request, and gives the response with its body unread. */
    @FunctionalInterface
    interface Client {
        ClassicHttpResponse send(WebUrl url, HttpUriRequestBase request) throws IOException;
    }

    private final WebUrl url;
    private final Client client;
    private final Duration timeout;

    // Together they make sure that nothing is requested after close.
    private volatile boolean closed;
    private volatile HttpUriRequestBase request;

    Fetch(WebUrl url, Client client, Duration timeout) {
        this.url = url;
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Asks for the URL, and for what it redirects to. Blocks until the first bytes are there.
     *
     * @throws FetchException when the answer is an error, or leads where it may not
     * @throws IOException    when the fetch was closed meanwhile
     */
    public FetchedAudio open() throws IOException {
        WebUrl at = url;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            ClassicHttpResponse response = send(at);
            if (!REDIRECTS.contains(response.getCode())) {
                return accept(at, response);
            }
            abandon(response);
            at = at.redirectedTo(location(at, response));
        }
        throw FetchException.lasting(url.site() + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private ClassicHttpResponse send(WebUrl at) throws IOException {
        request = UrlFetcher.request(at);
        if (closed) {
            request.cancel();
        }
        try {
            return client.send(at, request);
        } catch (RefusedAddressException e) {
            throw FetchException.lasting(
                    e.getMessage() + "; URLs that come in messages, and redirects, may not lead there unless"
                            + " allowPrivateUrls=true",
                    e);
        } catch (IOException e) {
            throw failed(at, e);
        }
    }

    private static String location(WebUrl at, ClassicHttpResponse response) throws FetchException {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (location == null || location.getValue() == null) {
            throw FetchException.lasting(at.site() + " answered " + response.getCode() + " without a Location");
        }
        return location.getValue();
    }

    private FetchedAudio accept(WebUrl at, ClassicHttpResponse response) throws IOException {
        try {
            if (response.getCode() / 100 != 2) {
                throw FetchException.status(at.site(), response.getCode());
            }
            String encoding = header(response, HttpHeaders.CONTENT_ENCODING).orElse("identity");
            if (!encoding.equalsIgnoreCase("identity")) {
                throw FetchException.lasting(at.site() + " encodes its answer, which was not asked for: " + encoding);
            }
            Optional<String> type = header(response, HttpHeaders.CONTENT_TYPE);
            InputStream body = new Body(at, response);
            return new FetchedAudio(
                    Playlists.refuse(at.site(), type.orElse(""), body),
                    type,
                    at.fileName(),
                    response.getEntity() != null && response.getEntity().getContentLength() < 0);
        } catch (IOException e) {
            abandon(response);
            throw e;
        }
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    private FetchException failed(WebUrl at, IOException cause) {
        if (closed) {
            return FetchException.passing("the fetch of " + at.site() + " was closed", cause);
        } else if (cause instanceof SocketTimeoutException) {
            return FetchException.passing(at.site() + " sent nothing for " + timeout.toMillis() + " ms", cause);
        }
        // The reason may quote what the server sent.
        String reason = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", "?");
        return FetchException.passing(at.site() + " could not be fetched: " + reason, cause);
    }

    /** Cuts the connection. Closing the response alone would read it to its end, which an endless one does not have. */
    private void abandon(ClassicHttpResponse response) {
        request.cancel();
        try {
            response.close();
        } catch (IOException e) {
            // Whatever was needed of it has been read, or has failed with a cause of its own.
        }
    }

    /** The bytes as a stream that asks for them with its first read. */
    public InputStream asStream() {
        return new LateStream(this);
    }

    /** Ends it, wherever it is: an open that connects and a read that waits fail. May be called twice. */
    @Override
    public void close() {
        closed = true;
        HttpUriRequestBase pending = request;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** The response's bytes. Closing it cuts the connection, however much there still is. */
    private final class Body extends FilterInputStream {

        private final WebUrl at;
        private final ClassicHttpResponse response;

        Body(WebUrl at, ClassicHttpResponse response) throws IOException {
            super(
                    response.getEntity() == null
                            ? InputStream.nullInputStream()
                            : response.getEntity().getContent());
            this.at = at;
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw failed(at, e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw failed(at, e);
            }
        }

        @Override
        public void close() {
            abandon(response);
        }
    }
}
