package io.github.camelelevenlabs.stt.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.DefaultConsumer;

/**
 * A consumer that hears the transcripts of a name, with those of them that are on their way through its route. Safe for use by many
 * threads.
 */
public final class Subscriber {

    /**
     * What a consumer wants to hear.
     *
     * @param format     what becomes of a transcript
     * @param timestamps whether words have to have times
     * @param partials   whether text that may still change is routed too
     * @param events     whether the beginning and the end of sessions are routed too
     */
    public record Wishes(OutputFormat format, boolean timestamps, boolean partials, boolean events) {}

    private final DefaultConsumer consumer;
    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();
    private volatile Wishes wishes;

    public Subscriber(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /** To be called before it is subscribed. */
    public void wants(Wishes wanted) {
        wishes = wanted;
    }

    Wishes wishes() {
        return wishes;
    }

    DefaultConsumer consumer() {
        return consumer;
    }

    /** Whether transcripts have to wait. */
    public boolean isHeld() {
        return Delivery.isHeld(consumer);
    }

    Delivery open(Delivery delivery) {
        deliveries.add(delivery);
        return delivery;
    }

    void close(Delivery delivery) {
        deliveries.remove(delivery);
    }

    /** Transcripts need not wait any more. */
    public void proceed() {
        deliveries.forEach(Delivery::proceed);
    }

    /** The consumer has stopped: what waits for its route, and what still comes from sessions that it has heard, fails. */
    public void stop() {
        deliveries.forEach(Delivery::stop);
    }

    /** How many exchanges wait for the route or are in it. */
    public int pending() {
        return deliveries.stream().mapToInt(Delivery::pending).sum();
    }
}
