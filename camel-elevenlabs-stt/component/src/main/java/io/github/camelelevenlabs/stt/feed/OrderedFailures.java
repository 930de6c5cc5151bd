package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Fails the messages of a stream one after the other, in the order of their audio: a route that hands each of them to another endpoint, as
 * Camel's failover does, then hands them on in that order. A route that blocks, or is slow, holds up the messages behind for
 * {@link #LIMIT}; then the rest fail at once, each by itself. Safe for use by many threads.
 */
final class OrderedFailures {

    /** For all messages together. Handing over a message takes less than a millisecond. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    private final Executor routes;
    private final Queue<PendingReply> waiting = new ConcurrentLinkedQueue<>();
    private final Exception why;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private OrderedFailures(Executor routes, List<Acknowledgements.Message> messages, Exception why) {
        this.routes = routes;
        this.why = why;
        messages.forEach(message -> waiting.add(message.reply()));
    }

    /**
     * Fails messages.
     *
     * @param routes   runs what follows in their routes
     * @param messages in the order of their audio
     * @return completes when all of them have failed, or no longer wait for each other
     */
    static CompletionStage<Void> fail(
            Executor routes, SessionLoop timer, List<Acknowledgements.Message> messages, Exception why) {
        OrderedFailures failures = new OrderedFailures(routes, messages, why);
        if (messages.isEmpty()) {
            failures.done.complete(null);
        } else {
            SessionLoop.Timer alarm = timer.schedule(LIMIT, failures::failAtOnce);
            failures.done.thenRun(() -> timer.execute(alarm::cancel));
            routes.execute(failures::failInOrder);
        }
        return failures.done;
    }

    private void failInOrder() {
        PendingReply next = waiting.poll();
        while (next != null) {
            try {
                next.failed(why);
            } catch (Throwable thrown) {
                // The thread reports it, as it does when a message fails by itself.
                routes.execute(this::failInOrder);
                throw thrown;
            }
            next = waiting.poll();
        }
        done.complete(null);
    }

    private void failAtOnce() {
        PendingReply next = waiting.poll();
        while (next != null) {
            PendingReply reply = next;
            routes.execute(() -> reply.failed(why));
            next = waiting.poll();
        }
        done.complete(null);
    }
}
