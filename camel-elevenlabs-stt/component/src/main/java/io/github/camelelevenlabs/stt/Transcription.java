package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.session.ChannelListener;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
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
final class Transcription implements ChannelListener {

    private static final Logger LOG = LoggerFactory.getLogger(Transcription.class);

    private final String id;
    private final TranscriptTopics topics;
    private final String name;
    private final TranscriptExchanges exchanges;
    private final Awaited awaited;
    private final LogContext logging;
    private final Executor routes;
    private final Notices notices;

    private final Map<ElevenLabsSttConsumer, Delivery> deliveries = new ConcurrentHashMap<>();

    /** Touched on the session's loop only; what they hold is used by one delivery each, in order. */
    private final Map<ElevenLabsSttConsumer, Function<Segment, Object>> bodies = new HashMap<>();

    private final AtomicReference<Exception> routeFailure = new AtomicReference<>();
    private final CompletableFuture<Result> completion = new CompletableFuture<>();

    /** What has to happen before this completes: the end of the session, and every routing. */
    private final AtomicInteger outstanding = new AtomicInteger(1);

    // Set by start():
    private TranscriptTopic topic;
    private UsageTotals totals;
    private Conversation session;
    private Runnable completed;

    /** Written on the session's loop; read after the end, which is announced through {@link #outstanding}. */
    private final List<Segment> segments = new ArrayList<>();

    private int segmentCount;
    private SessionEnd end;
    private Optional<Exception> sessionFailure = Optional.empty();

    /** What somebody waits for. */
    enum Awaited {
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
    record Result(String sessionId, Transcript transcript, SessionEnd end, Optional<Exception> failure) {
        /** Of a session that was never opened. */
        static Result nothing(String sessionId) {
            return new Result(
                    sessionId, new Transcript(List.of()), SessionEnd.nothing(Optional.empty()), Optional.empty());
        }

        /** The failure of the session itself. */
        Optional<Exception> sessionFailure() {
            return failure.filter(why -> end.failure().isPresent());
        }
    }

    /**
     * @param endpoint  that feeds the session
     * @param exchanges makes the exchanges of this session
     */
    Transcription(String id, ElevenLabsSttEndpoint endpoint, TranscriptExchanges exchanges, Awaited awaited) {
        this.id = id;
        this.topics = endpoint.getComponent().topics();
        this.name = endpoint.getName();
        this.exchanges = exchanges;
        this.awaited = awaited;
        this.logging = new LogContext(id, name);
        this.routes = logging.around(endpoint.sessions().routes());
        this.notices = endpoint.notices();
    }

    String id() {
        return id;
    }

    /** The same loop, on which logs say whose they are. */
    SessionLoop logged(SessionLoop loop) {
        return logging.around(loop);
    }

    /** @param afterwards called when this has completed and whoever waited for it knows */
    void start(Conversation opened, Runnable afterwards) {
        session = opened;
        completed = afterwards;
        topic = topics.use(name, this);
        totals = topic.totals();
        topic.started(this);
        session.start();
    }

    /** What can be seen of its sessions. */
    List<SessionSnapshot> snapshots() {
        return session.snapshots();
    }

    void abort(SessionFailure failure) {
        session.abort(failure);
    }

    /** @param next called once with what came of it, on a thread that may run routes; at once if that is known */
    void onCompletion(Consumer<Result> next) {
        completion.thenAccept(result -> {
            try {
                next.accept(result);
            } catch (Throwable thrown) {
                LOG.error("{} failed unexpectedly", id, Printable.cause(thrown));
            }
        });
    }

    @Override
    public void onStarted() {
        totals.started();
        topic.service().started();
        event(exchanges::started);
    }

    private void event(Consumer<Exchange> fill) {
        for (ElevenLabsSttConsumer consumer : topic.consumers()) {
            if (consumer.getEndpoint().getConfiguration().isIncludeSessionEvents()) {
                deliver(consumer, new Delivery.Item(null, false, fill, failure -> {}));
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
        totals.sent(what, audio);
    }

    @Override
    public void onCommitAnswered(Duration latency) {
        totals.commitAnswered(latency);
    }

    @Override
    public void onReconnecting(SessionFailure why) {
        totals.reconnecting();
        topic.service().reconnecting(why);
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
        for (ElevenLabsSttConsumer consumer : topic.consumers()) {
            if (consumer.getEndpoint().getConfiguration().isIncludePartials()) {
                Consumer<Exchange> fill = exchange -> exchanges.partial(
                        exchange, channel, consumer.outputFormat().partial(channel, text));
                deliver(consumer, new Delivery.Item(channel, true, fill, failure -> {}));
            }
        }
    }

    @Override
    public void onSegment(Segment segment) {
        totals.segment();
        segmentCount++;
        if (awaited != Awaited.NEVER) {
            segments.add(segment);
        }
        AtomicInteger consumers = new AtomicInteger(1);
        for (ElevenLabsSttConsumer consumer : topic.consumers()) {
            consumers.incrementAndGet();
            Function<Segment, Object> body =
                    bodies.computeIfAbsent(consumer, key -> key.outputFormat().segments());
            deliver(
                    consumer,
                    new Delivery.Item(
                            segment.channel(),
                            false,
                            exchange -> exchanges.segment(exchange, segment, body.apply(segment)),
                            failure -> routed(consumers)));
        }
        routed(consumers);
    }

    private void routed(AtomicInteger consumers) {
        if (consumers.decrementAndGet() == 0) {
            session.delivered();
        }
    }

    private void deliver(ElevenLabsSttConsumer consumer, Delivery.Item item) {
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
                    .computeIfAbsent(consumer, key -> key.open(new Delivery(key, routes, awaited == Awaited.ROUTED)))
                    .offer(new Delivery.Item(item.channel(), item.partial(), item.fill(), once));
        } catch (Throwable thrown) {
            once.accept(thrown instanceof Exception exception ? exception : new RuntimeCamelException(thrown));
        }
    }

    @Override
    public void onEnd(SessionEnd ended) {
        end = ended;
        try {
            ended.failure().ifPresent(why -> totals.failed());
            topic.service().ended(ended);
            sessionFailure = ended.failure()
                    .map(why -> new ElevenLabsSttException(why, id, transcript(), ended.committedThrough()));
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
        deliveries.forEach((consumer, delivery) -> consumer.close(delivery));
        topic.completed(this);
        topics.leave(name, this);
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
