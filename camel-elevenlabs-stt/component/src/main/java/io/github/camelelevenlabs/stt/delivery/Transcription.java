package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.observe.LogContext;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.session.ChannelListener;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each transcript of one session to every consumer of the name. Completes when the session has ended and every consumer has
 * routed everything. The session calls the listener's methods on its loop; none of them blocks.
 */
public final class Transcription implements ChannelListener {

    private static final Logger LOG = LoggerFactory.getLogger(Transcription.class);

    private final String id;
    private final TranscriptTopics topics;
    private final String name;
    private final TranscriptExchanges exchanges;
    private final Awaited awaited;
    private final LogContext logging;
    private final Executor routes;
    private final Notices notices;
    private final Failures failures;

    private final Map<Subscriber, RouteQueue> queues = new ConcurrentHashMap<>();

    /** Used on the session's loop only; each function is used by one queue, in order. */
    private final Map<Subscriber, Function<Segment, Object>> bodies = new HashMap<>();

    private final AtomicReference<Exception> routeFailure = new AtomicReference<>();
    private final CompletableFuture<Result> completion = new CompletableFuture<>();

    /** The number of events that must happen before this completes: the end of the session, and the end of every item. */
    private final AtomicInteger outstanding = new AtomicInteger(1);

    // Set by start():
    private TranscriptTopic topic;
    private Conversation session;
    private Runnable completed;

    // Written on the session's loop; other threads read them after the end, ordered by outstanding:
    private final List<Segment> segments = new ArrayList<>();

    private int segmentCount;
    private SessionEnd end;
    private Optional<Exception> sessionFailure = Optional.empty();

    /** What an exchange waits for. */
    public enum Awaited {
        /** The transcript, and the consumers' routes: the exchange fails when a route fails. */
        ROUTED,
        /** The transcript, or nothing: the consumers' exception handlers get the failures of routes. */
        TRANSCRIBED,
        /** Nothing. No segments are kept, so that the session may last for ever. */
        NEVER
    }

    /**
     * The result of a session.
     *
     * @param failure the failure of the session, or else the first failure of a consumer's route
     */
    public record Result(String sessionId, Transcript transcript, SessionEnd end, Optional<Exception> failure) {
        /** The result of a session that was never opened. */
        public static Result nothing(String sessionId) {
            return new Result(
                    sessionId, new Transcript(List.of()), SessionEnd.nothing(Optional.empty()), Optional.empty());
        }

        /** The failure of the session itself. */
        public Optional<Exception> sessionFailure() {
            return failure.filter(why -> end.failure().isPresent());
        }
    }

    /**
     * @param name     the name whose consumers get the transcripts
     * @param executor runs routes
     * @param notices  logs the warnings of the service
     */
    public Transcription(
            String id,
            String name,
            TranscriptTopics topics,
            TranscriptExchanges exchanges,
            Awaited awaited,
            Executor executor,
            Notices notices,
            Failures failures) {
        this.id = id;
        this.name = name;
        this.topics = topics;
        this.exchanges = exchanges;
        this.awaited = awaited;
        this.logging = new LogContext(id, name);
        this.routes = logging.around(executor);
        this.notices = notices;
        this.failures = failures;
    }

    public String id() {
        return id;
    }

    /** The same loop; its tasks log with the session's context. */
    public SessionLoop logged(SessionLoop loop) {
        return logging.around(loop);
    }

    /** Starts the session. @param afterwards called when this has completed, after the callbacks of {@link #onCompletion} */
    public void start(Conversation opened, Runnable afterwards) {
        session = opened;
        completed = afterwards;
        topic = topics.use(name, opened);
        topic.observed().opened(opened);
        session.start();
    }

    /** @param next called once with the result, on a thread that may run routes; at once when this has completed already */
    public void onCompletion(Consumer<Result> next) {
        completion.thenAccept(result -> {
            try {
                next.accept(result);
            } catch (Throwable thrown) {
                LOG.error("{} failed unexpectedly", id, Printable.cause(thrown));
            }
        });
    }

    /** Reports a failure that no exchange waits for to the consumers. Called after the end. */
    public void report(Exception failure) {
        topic.report(failure);
    }

    @Override
    public void onStarted() {
        topic.observed().started();
        event(exchanges::started);
    }

    private void event(Consumer<Exchange> fill) {
        for (Subscriber subscriber : topic.subscribers()) {
            if (subscriber.wishes().events()) {
                offer(subscriber, null, false, fill, () -> {});
            }
        }
    }

    @Override
    public void onDifference(ConfigEcho.Difference difference) {
        notices.difference(id, difference);
    }

    @Override
    public void onWarning(String text) {
        notices.warning(id, text);
    }

    @Override
    public void onSent(Sending what, Duration audio) {
        topic.observed().sent(what, audio);
    }

    @Override
    public void onCommitAnswered(Duration latency) {
        topic.observed().commitAnswered(latency);
    }

    @Override
    public void onReconnecting(SessionFailure why) {
        topic.observed().reconnecting(why);
    }

    @Override
    public void onPartial(String text) {
        partial(null, text);
    }

    @Override
    public void onPartial(int channel, String text) {
        partial(channel, text);
    }

    private void partial(Integer channel, String text) {
        for (Subscriber subscriber : topic.subscribers()) {
            if (subscriber.wishes().partials()) {
                Consumer<Exchange> fill = exchange -> exchanges.partial(
                        exchange, channel, subscriber.wishes().format().partial(channel, text));
                offer(subscriber, channel, true, fill, () -> {});
            }
        }
    }

    @Override
    public void onSegment(Segment segment, Duration committedThrough) {
        topic.observed().segment();
        segmentCount++;
        if (awaited != Awaited.NEVER) {
            segments.add(segment);
        }
        AtomicInteger unrouted = new AtomicInteger(1);
        for (Subscriber subscriber : topic.subscribers()) {
            unrouted.incrementAndGet();
            Function<Segment, Object> body = bodies.computeIfAbsent(
                    subscriber, key -> key.wishes().format().segments());
            Consumer<Exchange> fill =
                    exchange -> exchanges.segment(exchange, segment, committedThrough, body.apply(segment));
            offer(subscriber, segment.channel(), false, fill, () -> onRouted(unrouted));
        }
        onRouted(unrouted);
    }

    private void onRouted(AtomicInteger unrouted) {
        if (unrouted.decrementAndGet() == 0) {
            session.delivered();
        }
    }

    /** @param done called once, whether the route succeeds or fails */
    private void offer(
            Subscriber subscriber, Integer channel, boolean partial, Consumer<Exchange> fill, Runnable done) {
        outstanding.incrementAndGet();
        AtomicBoolean ended = new AtomicBoolean();
        Consumer<Exception> onDone = failure -> {
            if (ended.compareAndSet(false, true)) {
                try {
                    done.run();
                } finally {
                    routeFailure.compareAndSet(null, failure);
                    settle();
                }
            }
        };
        try {
            queues.computeIfAbsent(subscriber, key -> key.open(routes, awaited == Awaited.ROUTED, failures))
                    .offer(new RouteQueue.Item(channel, partial, fill, onDone));
        } catch (Throwable thrown) {
            onDone.accept(RouteQueue.exception(thrown));
        }
    }

    @Override
    public void onEnd(SessionEnd ended) {
        end = ended;
        try {
            topic.observed().ended(ended);
            sessionFailure = ended.failure().map(why -> failures.of(why, id, transcript(), ended.committedThrough()));
            int count = segmentCount;
            event(exchange -> exchanges.ended(exchange, ended, count, sessionFailure));
        } finally {
            settle();
        }
    }

    private void settle() {
        if (outstanding.decrementAndGet() == 0) {
            try {
                routes.execute(this::complete);
            } catch (RejectedExecutionException closed) {
                complete();
            }
        }
    }

    private void complete() {
        queues.forEach(Subscriber::close);
        topic.observed().closed(session);
        topics.leave(name, session);
        completion.complete(result());
        completed.run();
    }

    private Result result() {
        Optional<Exception> failure = sessionFailure.or(() -> Optional.ofNullable(routeFailure.get()));
        try {
            return new Result(id, transcript(), end, failure);
        } catch (Throwable thrown) {
            return new Result(
                    id,
                    new Transcript(List.of()),
                    end,
                    failure.or(() -> Optional.of(new RuntimeCamelException(thrown))));
        }
    }

    private Transcript transcript() {
        boolean split = segments.stream().anyMatch(segment -> segment.channel() != null);
        return split ? Transcript.ofChannels(segments) : new Transcript(segments);
    }
}
