package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * What a producer's exchange is waiting for: given once, whoever comes first, on a thread that may run routes. From the beginning of
 * the exchange until then it is known to {@link Sessions}, which gives it to those that nobody else has given it to when they end.
 */
final class Answer {

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean given = new AtomicBoolean();
    private volatile UnderWay<Answer> owed;

    Answer(Exchange exchange, AsyncCallback callback) {
        this.exchange = exchange;
        this.callback = callback;
    }

    /** Returns false when no more answers are owed: then it was not taken along. */
    boolean isOwedBy(UnderWay<Answer> owing) {
        owed = owing;
        return owing.begin(this);
    }

    /** Nothing was begun. Returns what {@link org.apache.camel.AsyncProcessor#process} has to return. */
    boolean refused(Throwable failure) {
        return give(() -> exchange.setException(ElevenLabsSttException.of(failure)), true);
    }

    /** The transcript, or why there is none. Returns false when the exchange has gone on before. */
    boolean with(Result result, OutputFormat output) {
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
    boolean accepted() {
        return give(() -> {});
    }

    /** Its audio was not taken. */
    boolean failed(Throwable failure) {
        return give(() -> exchange.setException(ElevenLabsSttException.ofSource(failure)));
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
            if (owed != null) {
                owed.end(this);
            }
        }
        return true;
    }
}
