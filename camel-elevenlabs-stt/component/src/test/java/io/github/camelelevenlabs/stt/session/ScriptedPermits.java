package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import java.util.ArrayList;
import java.util.List;

/** Gives permits when the test says so. */
final class ScriptedPermits implements SessionPermits {

    private final List<Runnable> asked = new ArrayList<>();
    private int left;
    private boolean broken;

    /** How often somebody has asked. */
    int asked() {
        return asked.size();
    }

    /** Whoever asked as this one, counted from 0, gets a permit. */
    void give(int number) {
        asked.get(number).run();
    }

    /** How many have left, in the queue or with their permit. */
    int left() {
        return left;
    }

    /** Each question fails from now on, though it was heard. */
    void fail() {
        broken = true;
    }

    @Override
    public Place enter(int sessions, Runnable turn) {
        asked.add(turn);
        if (broken) {
            throw new IllegalStateException("a bug of the permits");
        }
        return () -> left++;
    }

    @Override
    public int count() {
        return 5;
    }

    @Override
    public int held() {
        return 0;
    }

    @Override
    public int waiting() {
        return 0;
    }
}
