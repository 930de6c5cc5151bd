package io.github.camelelevenlabs.stt.fetch;

import static io.github.camelelevenlabs.stt.fetch.Steps.cause;
import static io.github.camelelevenlabs.stt.fetch.Steps.step;

import io.github.camelelevenlabs.stt.text.Printable;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The requests of one fetch, one URL at a time, with redirects. Each begins when the one before has an answer. No method
 * blocks; {@link #close()} is safe for any thread and ends the current request.
 */
final class Requests implements Closeable, Pauses {

    private static final int MAX_REDIRECTS = 5;

    /** The limit for a phase, in timeouts. A silent server must fail by its timeout, not by this limit. */
    private static final int PHASE_TIMEOUTS = 2;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Makes connections. */
    interface Client {

        /**
         * Sends a request.
         *
         * @param onConnected called when the connection is ready, before the request is sent
         * @param failures the exception for a failure while the body is read
         */
        HttpGet send(WebUrl url, Runnable onConnected, Function<Throwable, FetchException> failures);

        /** Runs work that takes a while. */
        Executor working();
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
            WebUrl at,
            ResponseBody stream,
            Optional<String> contentType,
            Optional<String> contentEncoding,
            long length) {

        /** The audio of this response, or of several whose first one this is. */
        FetchedAudio audio(FetchedStream bytes, boolean endless, boolean resumable, boolean trackChosen) {
            return new FetchedAudio(
                    bytes, contentType, contentEncoding, at.fileName(), endless, resumable, trackChosen);
        }
    }

    private final Client client;
    private final Duration timeout;
    private final Alarms alarms;

    // Whoever sets one of the others looks at the first one afterwards, so that nothing begins after {@link #close()}.
    private volatile boolean closed;
    private volatile HttpGet request;
    private volatile CompletableFuture<Void> pausing = new CompletableFuture<>();

    /** @param timeout the limit for each phase of a request, and for each read */
    Requests(Client client, Duration timeout, Alarms alarms) {
        this.client = client;
        this.timeout = timeout;
        this.alarms = alarms;
    }

    /** Runs work that takes a while. */
    Executor working() {
        return client.working();
    }

    Alarms alarms() {
        return alarms;
    }

    /**
     * Requests the URL and follows redirects. Completes when the response begins. Fails with a FetchException if the response is
     * an error, or leads to an address that is not allowed, or if this was closed.
     */
    CompletableFuture<Response> get(WebUrl url) {
        return follow(url, url, 0, new Phases(alarms, timeout.multipliedBy(PHASE_TIMEOUTS)));
    }

    private CompletableFuture<Response> follow(WebUrl first, WebUrl at, int redirects, Phases phases) {
        return send(at, phases).thenCompose(step(answer -> {
            if (!REDIRECTS.contains(answer.status())) {
                return CompletableFuture.completedFuture(accept(at, answer));
            }
            answer.body().close();
            WebUrl target = at.resolve(location(at, answer));
            if (redirects == MAX_REDIRECTS) {
                throw FetchException.permanent(first.site() + " redirects more than " + MAX_REDIRECTS + " times");
            }
            return follow(first, target, redirects + 1, phases);
        }));
    }

    private CompletableFuture<HttpGet.Answer> send(WebUrl at, Phases phases) {
        CompletableFuture<HttpGet.Answer> result = new CompletableFuture<>();
        // The phase may end before there is a request.
        phases.onConnect(
                phase -> result.completeExceptionally(FetchException.temporary(at.site() + " " + phase)), nanoTime());
        HttpGet sent = client.send(at, () -> phases.onConnected(nanoTime()), failure -> failed(at, failure));
        request = sent;
        if (closed) {
            sent.abort(new IOException("closed"));
        }
        sent.answer().whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(failed(at, cause(failure)));
            }
        });
        return result.whenComplete((answer, failure) -> {
            phases.onDone(nanoTime());
            if (failure != null) {
                sent.abort(failure);
            }
        });
    }

    /** The first Location header with a value. Servers put unencoded file names there, in any charset. */
    private static String location(WebUrl at, HttpGet.Answer answer) throws FetchException {
        for (String location : answer.headers().getAll(HttpHeaderNames.LOCATION)) {
            if (!location.isBlank()) {
                return PercentCode.encodeBytes(location);
            }
        }
        throw FetchException.permanent(at.site() + " answered " + answer.status() + " without a Location");
    }

    private static Response accept(WebUrl at, HttpGet.Answer answer) throws FetchException {
        if (answer.status() / 100 != 2) {
            answer.body().close();
            throw FetchException.status(at.site(), answer.status());
        }
        return new Response(
                at,
                answer.body(),
                Optional.ofNullable(answer.headers().get(HttpHeaderNames.CONTENT_TYPE)),
                Optional.ofNullable(answer.headers().get(HttpHeaderNames.CONTENT_ENCODING)),
                answer.length());
    }

    private FetchException failed(WebUrl at, Throwable cause) {
        if (cause instanceof CheckedResolver.RefusedAddress) {
            return FetchException.permanent(
                    cause.getMessage()
                            + "; URLs that come in messages, redirects and playlists may not lead there unless"
                            + " allowPrivateUrls=true",
                    cause);
        } else if (closed) {
            return FetchException.temporary("the fetch of " + at.site() + " was closed", cause);
        } else if (cause instanceof FetchException known) {
            return known;
        } else if (cause instanceof SocketTimeoutException || cause instanceof ConnectTimeoutException) {
            return FetchException.temporary(at.site() + " sent nothing for " + timeout.toMillis() + " ms", cause);
        }
        // The reason may quote bytes from the server.
        String reason = Printable.of(String.valueOf(cause.getMessage()));
        return FetchException.temporary(at.site() + " could not be fetched: " + reason, cause);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public CompletableFuture<Void> pause(Duration duration) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        pausing = over;
        if (closed) {
            endPause();
            return over;
        }
        Runnable cancel = alarms.set(duration.isNegative() ? Duration.ZERO : duration, () -> over.complete(null));
        return over.whenComplete((nothing, failure) -> cancel.run());
    }

    private void endPause() {
        pausing.completeExceptionally(new IOException("The fetch was closed"));
    }

    /**
     * Ends the current request: pending requests, reads and pauses fail. Does not block. May be called more than
     * once.
     */
    @Override
    public void close() {
        closed = true;
        endPause();
        HttpGet pending = request;
        if (pending != null) {
            pending.abort(new IOException("closed"));
        }
    }
}
