package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * The transcripts of one session on their way through one consumer's route: one after the other, in order, asynchronously
 * where the route is. Bounded by the session, which waits when too many of its segments are not routed; of a channel's
 * partials only the newest waits.
 */
final class Delivery {

    /**
     * Something to route.
     *
     * @param channel that says it; null when there is but one
     * @param partial whether a newer item of the channel makes this one obsolete
     * @param fill    puts it into an exchange
     * @param done    called once, with what failed or with null
     */
    record Item(Integer channel, boolean partial, Consumer<Exchange> fill, Consumer<Exception> done) {
        Item andThen(Consumer<Exception> next) {
            return new Item(channel, partial, fill, done.andThen(next));
        }

        boolean isMadeObsoleteBy(Item newer) {
            return partial && Objects.equals(channel, newer.channel);
        }
    }

    private final ElevenLabsSttConsumer consumer;
    private final Executor routes;
    private final boolean awaited;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Item> waiting = new ArrayDeque<>();
    private boolean routing;
    private boolean stopped;

    /** @param awaited whether somebody else deals with failures */
    Delivery(ElevenLabsSttConsumer consumer, Executor routes, boolean awaited) {
        this.consumer = consumer;
        this.routes = routes;
        this.awaited = awaited;
    }

    /** Takes the next item. Never blocks. */
    void offer(Item item) {
        List<Item> obsolete;
        lock.lock();
        try {
            obsolete = waiting.stream()
                    .filter(older -> older.isMadeObsoleteBy(item))
                    .toList();
            waiting.removeAll(obsolete);
            waiting.addLast(item);
        } finally {
            lock.unlock();
        }
        obsolete.forEach(older -> older.done().accept(null));
        proceed();
    }

    /** Routes what waits, if the consumer lets it and nothing is being routed. */
    void proceed() {
        lock.lock();
        try {
            if (routing || waiting.isEmpty() || !stopped && consumer.isHeld()) {
                return;
            }
            routing = true;
        } finally {
            lock.unlock();
        }
        routes.execute(this::run);
    }

    /** The consumer has stopped: what waits, and what still comes, fails. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        proceed();
    }

    /** How many wait or are being routed. */
    int pending() {
        lock.lock();
        try {
            return waiting.size() + (routing ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Item item = take();
        while (item != null && route(item)) {
            item = take();
        }
    }

    private Item take() {
        lock.lock();
        try {
            Item next = !stopped && consumer.isHeld() ? null : waiting.pollFirst();
            routing = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the route is done; otherwise it goes on from the route's callback. */
    private boolean route(Item item) {
        if (stopped) {
            item.done()
                    .accept(new ElevenLabsSttException(
                            ErrorCode.STOPPED, "the consumer " + consumer.getEndpoint() + " was stopped", null));
            return true;
        }
        Exchange exchange = consumer.createExchange(false);
        item.fill().accept(exchange);
        return consumer.getAsyncProcessor().process(exchange, doneSync -> {
            finish(item, exchange);
            if (!doneSync) {
                routes.execute(this::run);
            }
        });
    }

    private void finish(Item item, Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure != null && !awaited) {
            consumer.getExceptionHandler().handleException("Error routing a transcript", exchange, failure);
        }
        consumer.releaseExchange(exchange, false);
        item.done().accept(failure);
    }
}
