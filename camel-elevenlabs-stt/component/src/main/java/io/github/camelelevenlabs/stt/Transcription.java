package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.session.ChannelListener;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionLoop;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * A session seen from Camel: hands every transcript to every consumer of the name and completes when the session has ended
 * and all of them have routed everything.
 */
final class Transcription implements ChannelListener {

    private final String id;
    private final TranscriptTopic topic;
    private final TranscriptExchanges exchanges;
    private final Awaited awaited;
    private final LogContext logging;
    private final Executor routes;
    private final Notices notices;
    private final UsageTotals totals;

    private final Map<ElevenLabsSttConsumer, Delivery> deliveries = new ConcurrentHashMap<>();

    /** Touched on the session's loop only; what they hold is used by one delivery each, in order. */
    private final Map<ElevenLabsSttConsumer, Function<Segment, Object>> bodies = new HashMap<>();

    private final AtomicReference<Exception> routeFailure = new AtomicReference<>();
    private final CompletableFuture<Result> completion = new CompletableFuture<>();

    /** What has to happen before this completes: the end of the session, and every routing. */
    private final AtomicInteger outstanding = new AtomicInteger(1);

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
        this.topic = endpoint.topic();
        this.exchanges = exchanges;
        this.awaited = awaited;
        this.logging = new LogContext(id, endpoint.getName());
        this.routes = logging.around(endpoint.sessions().routes());
        this.notices = endpoint.notices();
        this.totals = topic.totals();
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

    /** Completes, never with an exception, on a thread that may run routes. */
    CompletionStage<Result> completion() {
        return completion;
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
                Object body = consumer.outputFormat().partial(channel, text);
                deliver(
                        consumer,
                        new Delivery.Item(
                                channel, true, exchange -> exchanges.partial(exchange, channel, body), failure -> {}));
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
        deliveries
                .computeIfAbsent(consumer, key -> key.open(new Delivery(key, routes, awaited == Awaited.ROUTED)))
                .offer(item.andThen(failure -> {
                    if (failure != null) {
                        routeFailure.compareAndSet(null, failure);
                    }
                    settle();
                }));
    }

    @Override
    public void onEnd(SessionEnd ended) {
        end = ended;
        ended.failure().ifPresent(why -> totals.failed());
        topic.service().ended(ended);
        sessionFailure =
                ended.failure().map(why -> new ElevenLabsSttException(why, id, transcript(), ended.committedThrough()));
        int count = segmentCount;
        event(exchange -> exchanges.ended(exchange, ended, count, sessionFailure));
        settle();
    }

    private void settle() {
        if (outstanding.decrementAndGet() == 0) {
            routes.execute(this::complete);
        }
    }

    private void complete() {
        deliveries.forEach((consumer, delivery) -> consumer.close(delivery));
        topic.completed(this);
        Optional<Exception> failure = sessionFailure.or(() -> Optional.ofNullable(routeFailure.get()));
        completion.complete(new Result(id, transcript(), end, failure));
        completed.run();
    }

    private Transcript transcript() {
        boolean split = segments.stream().anyMatch(segment -> segment.channel() != null);
        return split ? Transcript.ofChannels(segments) : new Transcript(segments);
    }
}
