package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * What a producer's exchange is waiting for: given once, whoever comes first, on a thread that may run routes.
 */
public final class PendingReply {

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean given = new AtomicBoolean();
    private volatile Runnable onGiven = () -> {};

    public PendingReply(Exchange exchange, AsyncCallback callback) {
        this.exchange = exchange;
        this.callback = callback;
    }

    /** @param action run once, when this is given; to be set before it may be */
    public void onGiven(Runnable action) {
        onGiven = action;
    }

    /** Nothing was begun. Returns what {@link org.apache.camel.AsyncProcessor#process} has to return. */
    public boolean refused(Exception failure) {
        return give(() -> exchange.setException(failure), true);
    }

    /** The transcript, or why there is none. Returns false when the exchange has gone on before. */
    public boolean with(Result result, OutputFormat output) {
        return give(() -> {
            if (result.failure().isPresent()) {
                exchange.setException(result.failure().get());
            } else {
                TranscriptExchanges.result(
                        exchange.getMessage(), result.sessionId(), result.transcript(), result.end(), output);
            }
        });
    }

    /** Its audio was taken; the body stays. */
    public boolean accepted() {
        return give(() -> {});
    }

    /** Its audio was not taken. */
    public boolean failed(Exception failure) {
        return give(() -> exchange.setException(failure));
    }

    /** An answer that cannot be put into the exchange fails it: whoever waits for it must not wait for ever. */
    private boolean give(Runnable answer) {
        return give(answer, false);
    }

    private boolean give(Runnable answer, boolean doneSync) {
        if (!given.compareAndSet(false, true)) {
            return false;
        }
        try {
            answer.run();
        } catch (Throwable broken) {
            exchange.setException(broken);
        }
        try {
            callback.done(doneSync);
        } finally {
            onGiven.run();
        }
        return true;
    }
}
