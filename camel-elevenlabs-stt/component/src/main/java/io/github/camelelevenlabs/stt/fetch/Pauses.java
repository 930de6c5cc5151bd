package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.time.Duration;

/** Time, as it is for those who wait until there is more to fetch. */
interface Pauses {

    /** A time that only differences mean something of. */
    long nanoTime();

    /**
     * Lets time pass.
     *
     * @throws IOException when the wait is over because the fetch is
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
