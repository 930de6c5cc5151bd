package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Offers what a session says to the queue of each consumer of its name. Used on the session's loop, where no other is named. */
final class Deliveries {

    private final TranscriptExchanges exchanges;
    private final Executor routes;
    private final boolean awaited;
    private final Failures failures;
    private final Kept kept;
    private final RouteQueue.Gate gate;
    private final Outstanding outstanding;

    private final Map<Subscriber, RouteQueue> queues = new ConcurrentHashMap<>();

    /** Each function is used by one queue, in order. */
    private final Map<Subscriber, Function<Segment, Object>> bodies = new HashMap<>();

    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicReference<Exception> segmentFailure = new AtomicReference<>();
    // Set before anything else:
    private TranscriptTopic topic;
    private Conversation session;

    /**
     * @param awaited     whether an exchange waits for the routes and fails with them
     * @param kept        what was said and routed before
     * @param gate        passed by segments when it is their turn
     * @param outstanding counts what is not routed
     */
    Deliveries(
            TranscriptExchanges exchanges,
            Executor routes,
            boolean awaited,
            Failures failures,
            Kept kept,
            RouteQueue.Gate gate,
            Outstanding outstanding) {
        this.exchanges = exchanges;
        this.routes = routes;
        this.awaited = awaited;
        this.failures = failures;
        this.kept = kept;
        this.gate = gate;
        this.outstanding = outstanding;
    }

    void start(TranscriptTopic name, Conversation speaking) {
        topic = name;
        session = speaking;
    }

    /** The first failure of a route; null when there was none. For any thread. */
    Exception failure() {
        return failure.get();
    }

    /** The first failure of a route with a segment; null when there was none. For any thread. */
    Exception segmentFailure() {
        return segmentFailure.get();
    }

    void event(Consumer<Exchange> fill) {
        for (Subscriber subscriber : topic.subscribers()) {
            if (subscriber.wishes().events()) {
                offer(subscriber, new RouteQueue.Item(null, false, fill, failed -> {}));
            }
        }
    }

    /** @param channel null when the session has only one */
    void partial(Integer channel, String text) {
        Duration sent = session.limit().sent();
        for (Subscriber subscriber : topic.subscribers()) {
            if (subscriber.wishes().partials()) {
                Consumer<Exchange> fill = exchange -> exchanges.partial(
                        exchange, channel, sent, subscriber.wishes().format().partial(channel, text));
                offer(subscriber, new RouteQueue.Item(channel, true, fill, failed -> {}));
            }
        }
    }

    /**
     * Offers a segment to all consumers.
     *
     * @param done called once when all have routed it, with the first failure or with null, on any thread
     */
    void segment(Segment segment, Duration committedThrough, Consumer<Exception> done) {
        Duration sent = session.limit().sent();
        AtomicInteger unrouted = new AtomicInteger(1);
        AtomicReference<Exception> failed = new AtomicReference<>();
        Consumer<Exception> onRouted = why -> {
            failed.compareAndSet(null, why);
            segmentFailure.compareAndSet(null, why);
            if (unrouted.decrementAndGet() == 0) {
                done.accept(failed.get());
            }
        };
        for (Subscriber subscriber : topic.subscribers()) {
            unrouted.incrementAndGet();
            Function<Segment, Object> body = bodies.computeIfAbsent(subscriber, this::bodies);
            Consumer<Exchange> fill =
                    exchange -> exchanges.segment(exchange, segment, committedThrough, sent, body.apply(segment));
            offer(subscriber, new RouteQueue.Item(segment.channel(), false, gate, fill, onRouted));
        }
        onRouted.accept(null);
    }

    /** Makes the bodies for a consumer. Cues are counted through the segments that it has routed in another process. */
    private Function<Segment, Object> bodies(Subscriber subscriber) {
        Function<Segment, Object> bodies = subscriber.wishes().format().segments();
        if (kept.routed().isEmpty()) {
            return bodies;
        }
        Iterator<Segment> before = kept.segments().stream()
                .filter(segment -> kept.routed().contains(segment.index()))
                .iterator();
        return new Function<>() {
            private Segment next = before.next();

            @Override
            public Object apply(Segment segment) {
                while (next != null && next.index() < segment.index()) {
                    bodies.apply(next);
                    next = before.hasNext() ? before.next() : null;
                }
                return bodies.apply(segment);
            }
        };
    }

    private void offer(Subscriber subscriber, RouteQueue.Item item) {
        AtomicBoolean ended = new AtomicBoolean();
        Consumer<Exception> onDone = outstanding.until(why -> {
            failure.compareAndSet(null, why);
            item.done().accept(why);
        });
        RouteQueue.Item counted = item.with(why -> {
            if (ended.compareAndSet(false, true)) {
                onDone.accept(why);
            }
        });
        try {
            queues.computeIfAbsent(subscriber, key -> key.open(routes, awaited, failures))
                    .offer(counted);
        } catch (Throwable thrown) {
            counted.done().accept(RouteQueue.exception(thrown));
        }
    }

    /** For any thread. */
    void close() {
        queues.forEach(Subscriber::close);
    }
}
