package io.github.camelelevenlabs.stt.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts what has to end before a session is over; one more thing may begin only while another has not ended. For many threads. */
final class Outstanding {

    private final AtomicInteger count = new AtomicInteger(1);
    private final Runnable onNone;

    /** Begins with one thing. @param onNone called once, by whoever ends the last thing */
    Outstanding(Runnable onNone) {
        this.onNone = onNone;
    }

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() == 0) {
            onNone.run();
        }
    }

    /** Begins something that an answer ends, whatever the answer is. */
    <T> Consumer<T> until(Consumer<T> answer) {
        begin();
        return value -> {
            try {
                answer.accept(value);
            } finally {
                end();
            }
        };
    }
}
