package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.time.Duration;

/** The clock and the waiting of a fetch. */
interface Pauses {

    /** A monotonic time in nanoseconds; only differences are meaningful. */
    long nanoTime();

    /**
     * Blocks for this duration.
     *
     * @throws IOException if the fetch is closed in the meantime
     */
    void pause(Duration duration) throws IOException;

    /** The real time, until the requests are closed. */
    static Pauses of(Requests requests) {
        return new Pauses() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration duration) throws IOException {
                requests.pause(duration);
            }
        };
    }
}
