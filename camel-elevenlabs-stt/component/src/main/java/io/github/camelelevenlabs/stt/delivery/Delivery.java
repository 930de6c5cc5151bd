package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transcripts of one session on their way through one consumer's route: one after the other, in order, asynchronously
 * where the route is. Bounded by the session, which waits when too many of its segments are not routed; of a channel's
 * partials only the newest waits.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /**
     * Something to route.
     *
     * @param channel that says it; null when there is but one
     * @param partial whether a newer item of the channel makes this one obsolete
     * @param fill    puts it into an exchange
     * @param done    called once, with what failed or with null
     */
    record Item(Integer channel, boolean partial, Consumer<Exchange> fill, Consumer<Exception> done) {
        /** The same, with more to be told: also when the first that is told throws. */
        Item andThen(Consumer<Exception> next) {
            return new Item(channel, partial, fill, failure -> {
                try {
                    done.accept(failure);
                } finally {
                    next.accept(failure);
                }
            });
        }

        boolean isMadeObsoleteBy(Item newer) {
            return partial && Objects.equals(channel, newer.channel);
        }
    }

    private final DefaultConsumer consumer;
    private final Executor routes;
    private final boolean awaited;
    private final Failures failures;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Item> waiting = new ArrayDeque<>();
    private boolean routing;
    private boolean stopped;

    /** @param awaited whether somebody else deals with failures */
    Delivery(DefaultConsumer consumer, Executor routes, boolean awaited, Failures failures) {
        this.consumer = consumer;
        this.routes = routes;
        this.awaited = awaited;
        this.failures = failures;
    }

    /** Whether what is for a consumer has to wait. */
    static boolean isHeld(DefaultConsumer consumer) {
        return consumer.isSuspending() || consumer.isSuspended();
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
        obsolete.forEach(older -> tell(older, null));
        proceed();
    }

    /** Routes what waits, if the consumer lets it and nothing is being routed. */
    void proceed() {
        lock.lock();
        try {
            if (routing || waiting.isEmpty() || !stopped && isHeld(consumer)) {
                return;
            }
            routing = true;
        } finally {
            lock.unlock();
        }
        execute(this::routeWaiting);
    }

    /** Without threads for routes nothing is routed any more: what waits fails, on this thread. */
    private void execute(Runnable task) {
        try {
            routes.execute(task);
        } catch (RejectedExecutionException closed) {
            lock.lock();
            try {
                stopped = true;
            } finally {
                lock.unlock();
            }
            task.run();
        }
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

    private void routeWaiting() {
        Item item = take();
        while (item != null && route(item)) {
            item = take();
        }
    }

    private Item take() {
        lock.lock();
        try {
            Item next = !isStopped() && isHeld(consumer) ? null : waiting.pollFirst();
            routing = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the item is done; otherwise it goes on from the route's callback. Never throws. */
    private boolean route(Item item) {
        try {
            if (!isStopped()) {
                return new Routing(item).start();
            }
            tell(item, failures.of(ErrorCode.STOPPED, "the consumer " + consumer.getEndpoint() + " was stopped"));
        } catch (Throwable thrown) {
            tell(item, exception(thrown));
        }
        return true;
    }

    private void tell(Item item, Exception failure) {
        try {
            item.done().accept(failure);
        } catch (Throwable thrown) {
            LOG.error("{} failed unexpectedly", consumer.getEndpoint(), Printable.cause(thrown));
        }
    }

    private static Exception exception(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new RuntimeCamelException(thrown);
    }

    /**
     * One item on its way through the route. The route is over when it has called back and has let go of the thread that
     * it was given, in whichever order, or when it has thrown. What comes then is done on a stack of its own: that of the
     * callback may have no room left.
     */
    private final class Routing implements AsyncCallback {
        private final Item item;
        private final AtomicBoolean calledBack = new AtomicBoolean();
        /** Set by the first of the callback and the return of a route that goes on by itself. */
        private final AtomicBoolean halfOver = new AtomicBoolean();

        private Exchange exchange;

        private Routing(Item item) {
            this.item = item;
        }

        /** Returns whether it is over; otherwise it goes on from the callback. */
        boolean start() {
            boolean goesOn = false;
            Throwable thrown = null;
            try {
                exchange = consumer.createExchange(false);
                item.fill().accept(exchange);
                goesOn = !consumer.getAsyncProcessor().process(exchange, this);
            } catch (Throwable e) {
                thrown = e;
            }
            if (goesOn && halfOver.compareAndSet(false, true)) {
                return false;
            }
            finish(thrown);
            return true;
        }

        @Override
        public void done(boolean doneSync) {
            if (calledBack.compareAndSet(false, true) && !halfOver.compareAndSet(false, true)) {
                execute(() -> {
                    finish(null);
                    routeWaiting();
                });
            }
        }

        /** Does all that there is to do, whatever fails in between. */
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
            tell(item, failure);
        }

        private Exception failure(Throwable thrown) {
            if (thrown == null) {
                return exchange.getException();
            } else if (exchange == null) {
                return exception(thrown);
            }
            exchange.setException(thrown);
            return exchange.getException();
        }

        /** Camel throws some errors past its own end of an exchange; what waits for that end hears of it here. */
        private void endExchange(boolean thrown) {
            if (thrown && exchange.getUnitOfWork() != null) {
                consumer.doneUoW(exchange);
            }
            consumer.releaseExchange(exchange, false);
        }
    }
}
