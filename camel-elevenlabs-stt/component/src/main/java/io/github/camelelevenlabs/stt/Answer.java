package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** What a producer's exchange is waiting for: given once, whoever comes first, on a thread that may run routes. */
final class Answer {

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean given = new AtomicBoolean();

    Answer(Exchange exchange, AsyncCallback callback) {
        this.exchange = exchange;
        this.callback = callback;
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

    /** The same on the thread that brought the exchange, before anybody else answered. */
    boolean failedAtOnce(Throwable failure) {
        if (!given.compareAndSet(false, true)) {
            return false;
        }
        exchange.setException(ElevenLabsSttException.of(failure));
        callback.done(true);
        return true;
    }

    /** An answer that cannot be put into the exchange fails it: whoever waits for it must not wait for ever. */
    private boolean give(Runnable answer) {
        if (!given.compareAndSet(false, true)) {
            return false;
        }
        try {
            answer.run();
        } catch (Throwable broken) {
            exchange.setException(broken);
        }
        callback.done(false);
        return true;
    }
}
