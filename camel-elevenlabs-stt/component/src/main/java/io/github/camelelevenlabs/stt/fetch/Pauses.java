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
}
