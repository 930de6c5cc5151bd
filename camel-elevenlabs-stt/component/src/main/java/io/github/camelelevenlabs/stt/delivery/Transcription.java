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
 * A session seen from Camel: hands every transcript to every consumer of the name and completes when the session has ended
 * and all of them have routed everything.
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

    private final Map<Subscriber, Delivery> deliveries = new ConcurrentHashMap<>();

    /** Touched on the session's loop only; what they hold is used by one delivery each, in order. */
    private final Map<Subscriber, Function<Segment, Object>> bodies = new HashMap<>();

    private final AtomicReference<Exception> routeFailure = new AtomicReference<>();
    private final CompletableFuture<Result> completion = new CompletableFuture<>();

    /** What has to happen before this completes: the end of the session, and every routing. */
    private final AtomicInteger outstanding = new AtomicInteger(1);

    // Set by start():
    private TranscriptTopic topic;
    private Conversation session;
    private Runnable completed;

    /** Written on the session's loop; read after the end, which is announced through {@link #outstanding}. */
    private final List<Segment> segments = new ArrayList<>();

    private int segmentCount;
    private SessionEnd end;
    private Optional<Exception> sessionFailure = Optional.empty();

    /** What somebody waits for. */
    public enum Awaited {
        /** An exchange, for the transcript and for the routes that take it: it fails when they do. */
        ROUTED,
        /** Somebody, perhaps, for the transcript; the consumers' exception handlers hear of failing routes. */
        TRANSCRIBED,
        /** Nobody: what was said is not kept, so that it may go on for ever. */
        NEVER
    }

    /**
     * What came of it.
     *
     * @param failure why the session or, with a session that went well, a consumer's route failed
     */
    public record Result(String sessionId, Transcript transcript, SessionEnd end, Optional<Exception> failure) {
        /** Of a session that was never opened. */
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
     * @param exchanges makes the exchanges of this session
     * @param executor  where routes run
     * @param notices   hears what the service says beside the transcripts
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

    /** The same loop, on which logs say whose they are. */
    public SessionLoop logged(SessionLoop loop) {
        return logging.around(loop);
    }

    /** @param afterwards called when this has completed and whoever waited for it knows */
    public void start(Conversation opened, Runnable afterwards) {
        session = opened;
        completed = afterwards;
        topic = topics.use(name, opened);
        topic.started(opened);
        session.start();
    }

    /** @param next called once with what came of it, on a thread that may run routes; at once if that is known */
    public void onCompletion(Consumer<Result> next) {
        completion.thenAccept(result -> {
            try {
                next.accept(result);
            } catch (Throwable thrown) {
                LOG.error("{} failed unexpectedly", id, Printable.cause(thrown));
            }
        });
    }

    /** Tells the consumers of a failure that no exchange waits for. Called after the end. */
    public void report(Exception failure) {
        topic.report(failure);
    }

    @Override
    public void onStarted() {
        topic.observations().started();
        event(exchanges::started);
    }

    private void event(Consumer<Exchange> fill) {
        for (Subscriber subscriber : topic.subscribers()) {
            if (subscriber.wishes().events()) {
                deliver(subscriber, new Delivery.Item(null, false, fill, failure -> {}));
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
        topic.observations().sent(what, audio);
    }

    @Override
    public void onCommitAnswered(Duration latency) {
        topic.observations().commitAnswered(latency);
    }

    @Override
    public void onReconnecting(SessionFailure why) {
        topic.observations().reconnecting(why);
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
                deliver(subscriber, new Delivery.Item(channel, true, fill, failure -> {}));
            }
        }
    }

    @Override
    public void onSegment(Segment segment) {
        topic.observations().segment();
        segmentCount++;
        if (awaited != Awaited.NEVER) {
            segments.add(segment);
        }
        AtomicInteger deliveries = new AtomicInteger(1);
        for (Subscriber subscriber : topic.subscribers()) {
            deliveries.incrementAndGet();
            Function<Segment, Object> body = bodies.computeIfAbsent(
                    subscriber, key -> key.wishes().format().segments());
            deliver(
                    subscriber,
                    new Delivery.Item(
                            segment.channel(),
                            false,
                            exchange -> exchanges.segment(exchange, segment, body.apply(segment)),
                            failure -> routed(deliveries)));
        }
        routed(deliveries);
    }

    private void routed(AtomicInteger deliveries) {
        if (deliveries.decrementAndGet() == 0) {
            session.delivered();
        }
    }

    private void deliver(Subscriber subscriber, Delivery.Item item) {
        outstanding.incrementAndGet();
        AtomicBoolean told = new AtomicBoolean();
        Delivery.Item settling = item.andThen(failure -> {
            if (failure != null) {
                routeFailure.compareAndSet(null, failure);
            }
            settle();
        });
        Consumer<Exception> once = failure -> {
            if (told.compareAndSet(false, true)) {
                settling.done().accept(failure);
            }
        };
        try {
            deliveries
                    .computeIfAbsent(subscriber, key -> key.open(delivery(key)))
                    .offer(new Delivery.Item(item.channel(), item.partial(), item.fill(), once));
        } catch (Throwable thrown) {
            once.accept(thrown instanceof Exception exception ? exception : new RuntimeCamelException(thrown));
        }
    }

    private Delivery delivery(Subscriber subscriber) {
        return new Delivery(subscriber.consumer(), routes, awaited == Awaited.ROUTED, failures);
    }

    @Override
    public void onEnd(SessionEnd ended) {
        end = ended;
        try {
            topic.observations().ended(ended);
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
        deliveries.forEach(Subscriber::close);
        topic.completed(session);
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
