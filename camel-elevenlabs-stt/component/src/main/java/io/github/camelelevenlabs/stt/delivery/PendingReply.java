package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * The reply that a producer's exchange waits for. The first call of a method replies; later calls do nothing and return false. The
 * rest of the exchange's route may run on the calling thread.
 */
public final class PendingReply {

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean replied = new AtomicBoolean();
    private volatile Runnable onReplied = () -> {};

    public PendingReply(Exchange exchange, AsyncCallback callback) {
        this.exchange = exchange;
        this.callback = callback;
    }

    /** @param action called once, after the reply and after actions that were set before; set it before a reply is possible */
    public void onReplied(Runnable action) {
        Runnable before = onReplied;
        onReplied = () -> {
            try {
                before.run();
            } finally {
                action.run();
            }
        };
    }

    /**
     * Fails the exchange before {@link org.apache.camel.AsyncProcessor#process} has returned. Returns what that method must
     * return: true.
     */
    public boolean refused(Exception failure) {
        return reply(() -> exchange.setException(failure), true);
    }

    /** Replies with the transcript or, when there is none, with the failure. */
    public boolean transcribed(Result result, OutputFormat output) {
        return reply(
                () -> result.failure()
                        .ifPresentOrElse(
                                exchange::setException,
                                () -> TranscriptExchanges.result(
                                        exchange.getMessage(),
                                        result.sessionId(),
                                        result.transcript(),
                                        result.end(),
                                        output)),
                false);
    }

    /** The session has taken the audio of the message; the body stays as it is. */
    public boolean audioTaken() {
        return reply(() -> {}, false);
    }

    /** The session has not taken the audio of the message, or cannot transcribe it. */
    public boolean failed(Exception failure) {
        return reply(() -> exchange.setException(failure), false);
    }

    /** A reply that cannot be put into the exchange fails it, so that nobody waits for ever. */
    private boolean reply(Runnable reply, boolean doneSync) {
        if (!replied.compareAndSet(false, true)) {
            return false;
        }
        try {
            reply.run();
        } catch (Throwable broken) {
            exchange.setException(broken);
        }
        try {
            done(doneSync);
        } finally {
            onReplied.run();
        }
        return true;
    }

    /** What the rest of the route throws comes to whoever runs it: here, unless the exchange is still on the thread of its sender. */
    private void done(boolean doneSync) {
        if (doneSync) {
            callback.done(true);
            return;
        }
        BooleanSupplier ended = AbandonedRoute.ended(exchange);
        try {
            callback.done(false);
        } catch (Throwable thrown) {
            if (ended.getAsBoolean()) {
                throw thrown;
            }
            AbandonedRoute.fail(exchange, thrown);
            if (!ended.getAsBoolean()) {
                AbandonedRoute.end(exchange);
            }
        }
    }
}
