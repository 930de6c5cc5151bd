package io.github.camelelevenlabs.stt.feed;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Calls of a repository, which the test lets through. */
final class HeldCalls implements Executor {

    private final Queue<Runnable> held = new ArrayDeque<>();

    @Override
    public void execute(Runnable call) {
        held.add(call);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Lets all calls through, those that follow from them included. */
    void answer(StreamFixture fixture) {
        do {
            while (!held.isEmpty()) {
                held.remove().run();
            }
            fixture.time.settle();
        } while (!held.isEmpty());
    }
}
