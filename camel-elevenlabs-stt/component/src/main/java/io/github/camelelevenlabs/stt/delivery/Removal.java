package io.github.camelelevenlabs.stt.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Removes what is kept of a session when both are done without a failure: the session, and the exchange that it transcribes. They end in
 * either order. After a failure it stays, for the next attempt. Safe for use by many threads.
 */
final class Removal extends SynchronizationAdapter {

    private final Journal journal;
    private final AtomicInteger undone = new AtomicInteger(2);
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean failed;

    Removal(Journal journal) {
        this.journal = journal;
    }

    /** Completes when both are done, and what was to be removed is. */
    CompletionStage<Void> over() {
        return over;
    }

    /** Called once, before the exchange is done. Without a unit of work nobody would say when that is: it is done with its reply. */
    void await(Exchange exchange) {
        if (exchange.getUnitOfWork() == null) {
            done(true);
        } else {
            exchange.getExchangeExtension().addOnCompletion(this);
        }
    }

    void sessionDone(boolean succeeded) {
        done(succeeded);
    }

    @Override
    public void onComplete(Exchange exchange) {
        done(!exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast());
    }

    @Override
    public void onFailure(Exchange exchange) {
        done(false);
    }

    private void done(boolean succeeded) {
        // Not combined with what it was: the two may end at the same time, and the failure of one must not be
        // overwritten.
        if (!succeeded) {
            failed = true;
        }
        if (undone.decrementAndGet() > 0) {
            return;
        }
        if (failed) {
            over.complete(null);
        } else {
            journal.remove().whenComplete((nothing, thrown) -> over.complete(null));
        }
    }

    /** After the source of the message has learned of its end, such as a file that is moved. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }
}
