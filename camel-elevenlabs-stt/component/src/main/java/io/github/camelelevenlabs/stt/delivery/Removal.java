package io.github.camelelevenlabs.stt.delivery;

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

    Removal(Journal journal) {
        this.journal = journal;
    }

    void sessionDone() {
        done();
    }

    @Override
    public void onComplete(Exchange exchange) {
        if (!exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast()) {
            done();
        }
    }

    private void done() {
        if (undone.decrementAndGet() == 0) {
            journal.remove();
        }
    }

    /** After the source of the message has learned of its end, such as a file that is moved. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }
}
