package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.Mutex;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of one session in front of one consumer's route. Routes one item at a time, in order, without holding a thread while the
 * route is asynchronous. The session bounds the segments in it: it sends no more audio while too many of them are not routed. Of
 * the partial transcripts of a channel only the newest waits. Safe for use by many threads; no method blocks.
 */
final class RouteQueue {

    private static final Logger LOG = LoggerFactory.getLogger(RouteQueue.class);

    /** An answer of a gate that is older counts for nothing: the process may have been stopped since, and its session taken over. */
    static final Duration FRESH = Duration.ofMillis(100);

    /** How often a gate is asked for an item, which is then routed however busy the threads are. */
    private static final int MAX_ASKS = 3;

    /**
     * Something to route.
     *
     * @param channel the channel that it belongs to; null when the session has only one
     * @param partial whether a newer item of the same channel replaces this one while it waits
     * @param gate    asked when it is the item's turn
     * @param fill    fills the exchange
     * @param done    called once, with the failure or with null
     */
    record Item(Integer channel, boolean partial, Gate gate, Consumer<Exchange> fill, Consumer<Exception> done) {
        Item(Integer channel, boolean partial, Consumer<Exchange> fill, Consumer<Exception> done) {
            this(channel, partial, Gate.OPEN, fill, done);
        }

        Item with(Consumer<Exception> other) {
            return new Item(channel, partial, gate, fill, other);
        }

        boolean isReplacedBy(Item newer) {
            return partial && Objects.equals(channel, newer.channel);
        }
    }

    /** Says whether an item may be routed when it is its turn; the items behind it wait. */
    @FunctionalInterface
    interface Gate {
        Gate OPEN = answer -> true;

        /**
         * Returns whether the item may be routed now.
         *
         * @param answer if not: called once, with null when it may be routed, or with the reason why it may not
         */
        boolean isOpen(Consumer<Exception> answer);
    }

    private final DefaultConsumer consumer;
    private final Executor routes;
    private final boolean awaited;
    private final Failures failures;
    private final LongSupplier nanoTime;

    private final Mutex lock = new Mutex();
    // Guarded by the lock:
    private final Deque<Item> waiting = new ArrayDeque<>();
    private boolean routing;

    private volatile boolean stopped;

    /**
     * @param routes  runs the route
     * @param awaited whether an exchange waits for the session and fails with the route; if not, the consumer's exception handler
     *     gets the failures
     */
    RouteQueue(DefaultConsumer consumer, Executor routes, boolean awaited, Failures failures, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.routes = routes;
        this.awaited = awaited;
        this.failures = failures;
        this.nanoTime = nanoTime;
    }

    /** Whether items are routed; those of a suspended consumer wait. */
    private boolean isOpen() {
        return stopped || !consumer.isSuspendingOrSuspended();
    }

    void offer(Item item) {
        List<Item> replaced = lock.get(() -> {
            List<Item> older =
                    waiting.stream().filter(one -> one.isReplacedBy(item)).toList();
            waiting.removeAll(older);
            waiting.addLast(item);
            return older;
        });
        replaced.forEach(older -> complete(older, null));
        proceed();
    }

    /** Routes what waits, unless the consumer is suspended or an item is being routed. */
    void proceed() {
        boolean begins = lock.get(() -> {
            boolean idle = !routing && !waiting.isEmpty() && isOpen();
            routing |= idle;
            return idle;
        });
        if (begins) {
            execute(this::routeWaiting);
        }
    }

    /** When the pool of route threads is closed, the waiting items fail on the calling thread. */
    private void execute(Runnable task) {
        try {
            routes.execute(task);
        } catch (RejectedExecutionException closed) {
            stopped = true;
            task.run();
        }
    }

    /** The consumer has stopped: waiting items fail, and so does every item that is offered later. */
    void stop() {
        stopped = true;
        proceed();
    }

    /** The number of items that wait or are being routed. */
    int pending() {
        return lock.get(() -> waiting.size() + (routing ? 1 : 0));
    }

    private void routeWaiting() {
        Item item = take();
        while (item != null && route(item, MAX_ASKS)) {
            item = take();
        }
    }

    private Item take() {
        return lock.get(() -> {
            Item next = isOpen() ? waiting.pollFirst() : null;
            routing = next != null;
            return next;
        });
    }

    /** Returns whether the item is done; if not, the route's callback continues. Never throws. */
    private boolean route(Item item, int asks) {
        try {
            if (!stopped) {
                return mayGo(item, asks) && new Routing(item).start();
            }
            complete(item, failures.of(ErrorCode.STOPPED, "the consumer " + consumer.getEndpoint() + " was stopped"));
        } catch (Throwable thrown) {
            complete(item, exception(thrown));
        }
        return true;
    }

    private boolean mayGo(Item item, int asks) {
        return item.gate().isOpen(refused -> {
            long answered = nanoTime.getAsLong();
            execute(() -> pass(item, refused, answered, asks - 1));
        });
    }

    /**
     * The gate has answered.
     *
     * @param refused null when the item may be routed
     * @param asks    how often it may be asked again
     */
    private void pass(Item item, Exception refused, long answered, int asks) {
        boolean old = nanoTime.getAsLong() - answered > FRESH.toNanos();
        boolean done = true;
        if (refused != null) {
            complete(item, refused);
        } else if (old && asks > 0) {
            done = route(item, asks);
        } else {
            done = new Routing(item).start();
        }
        if (done) {
            routeWaiting();
        }
    }

    private void complete(Item item, Exception failure) {
        try {
            item.done().accept(failure);
        } catch (Throwable thrown) {
            LOG.error("{} failed unexpectedly", consumer.getEndpoint(), Printable.cause(thrown));
        }
    }

    static Exception exception(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new RuntimeCamelException(thrown);
    }

    /**
     * Routes one item. An asynchronous route has ended when it has called back and has also returned from its processor, in either
     * order; a route that throws has ended at once. The next step after a callback runs as a new task, because the stack of the
     * callback may be almost full.
     */
    private final class Routing implements AsyncCallback {
        private final Item item;
        private final AtomicBoolean calledBack = new AtomicBoolean();
        /** Set by the first of the two: the callback, or the return of an asynchronous route. */
        private final AtomicBoolean halfEnded = new AtomicBoolean();

        private Exchange exchange;
        private BooleanSupplier ended;

        private Routing(Item item) {
            this.item = item;
        }

        /** Returns whether the route has ended; if not, the callback continues. */
        boolean start() {
            boolean asynchronous = false;
            Throwable thrown = null;
            try {
                exchange = consumer.createExchange(false);
                ended = AbandonedRoute.ended(exchange);
                item.fill().accept(exchange);
                asynchronous = !consumer.getAsyncProcessor().process(exchange, this);
            } catch (Throwable e) {
                thrown = e;
                if (exchange != null) {
                    AbandonedRoute.fail(exchange, e);
                }
            }
            if (asynchronous && halfEnded.compareAndSet(false, true)) {
                return false;
            }
            finish(thrown);
            return true;
        }

        @Override
        public void done(boolean doneSync) {
            if (calledBack.compareAndSet(false, true) && !halfEnded.compareAndSet(false, true)) {
                execute(() -> {
                    finish(null);
                    routeWaiting();
                });
            }
        }

        /** Does every step, also when one before it fails. */
        private void finish(Throwable thrown) {
            Exception failure = failure(thrown);
            try {
                if (failure != null && !awaited) {
                    consumer.getExceptionHandler().handleException("Error routing a transcript", exchange, failure);
                }
            } catch (Throwable broken) {
                LOG.warn("The exception handler of {} failed", consumer.getEndpoint(), Printable.cause(broken));
            }
            try {
                if (exchange != null) {
                    endExchange(thrown != null);
                }
            } catch (Throwable broken) {
                LOG.warn("An exchange of {} could not be released", consumer.getEndpoint(), Printable.cause(broken));
            }
            complete(item, failure);
        }

        private Exception failure(Throwable thrown) {
            return exchange == null ? exception(thrown) : exchange.getException();
        }

        private void endExchange(boolean thrown) {
            if (thrown && !ended.getAsBoolean()) {
                AbandonedRoute.end(exchange);
            }
            // Where the route has not called back, another thread may still use the exchange; a pool must not give it
            // away.
            if (!thrown || calledBack.get()) {
                consumer.releaseExchange(exchange, false);
            }
        }
    }
}
