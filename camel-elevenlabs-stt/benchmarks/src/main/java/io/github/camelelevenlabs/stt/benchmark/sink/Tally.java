package io.github.camelelevenlabs.stt.benchmark.sink;

import java.util.concurrent.atomic.LongAdder;

/** What all sessions have sent since it was last asked. Safe for any thread. */
final class Tally {

    private final LongAdder sessions = new LongAdder();
    private final LongAdder audio = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    void session() {
        sessions.increment();
    }

    /** @param wrongBytes those that are not what should be at their position */
    void message(int audioBytes, int wrongBytes) {
        messages.increment();
        audio.add(audioBytes);
        wrong.add(wrongBytes);
    }

    /** Says all, and begins again. */
    String take() {
        return "tally sessions=" + sessions.sumThenReset() + " audio=" + audio.sumThenReset() + " messages="
                + messages.sumThenReset() + " wrong=" + wrong.sumThenReset();
    }
}
