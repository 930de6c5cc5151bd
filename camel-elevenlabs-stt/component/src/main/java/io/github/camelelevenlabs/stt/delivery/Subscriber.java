package io.github.camelelevenlabs.stt.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.camel.support.DefaultConsumer;

/** A consumer of a name, with one queue for each session whose transcripts it routes. Safe for use by many threads. */
public final class Subscriber {

    /**
     * What a consumer routes.
     *
     * @param format     the body that a transcript becomes
     * @param timestamps whether words need times
     * @param partials   whether partial transcripts are routed too
     * @param events     whether the beginning and the end of sessions are routed too
     */
    public record Wishes(OutputFormat format, boolean timestamps, boolean partials, boolean events) {}

    private final DefaultConsumer consumer;
    private final Set<RouteQueue> queues = ConcurrentHashMap.newKeySet();
    private volatile Wishes wishes;

    public Subscriber(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /** Called before the consumer subscribes. */
    public void setWishes(Wishes wishes) {
        this.wishes = wishes;
    }

    Wishes wishes() {
        return wishes;
    }

    DefaultConsumer consumer() {
        return consumer;
    }

    /** Whether the consumer is suspended: transcripts wait. */
    public boolean isSuspended() {
        return consumer.isSuspendingOrSuspended();
    }

    RouteQueue open(Executor routes, boolean awaited, Failures failures) {
        RouteQueue queue = new RouteQueue(consumer, routes, awaited, failures, System::nanoTime);
        queues.add(queue);
        return queue;
    }

    void close(RouteQueue queue) {
        queues.remove(queue);
    }

    /** The consumer was resumed: waiting transcripts are routed. */
    public void proceed() {
        queues.forEach(RouteQueue::proceed);
    }

    /** The consumer has stopped: waiting transcripts fail, and so does what sessions that it has routed for still bring. */
    public void stop() {
        queues.forEach(RouteQueue::stop);
    }

    /** The number of exchanges that wait for the route or are in it. */
    public int pending() {
        return queues.stream().mapToInt(RouteQueue::pending).sum();
    }
}
