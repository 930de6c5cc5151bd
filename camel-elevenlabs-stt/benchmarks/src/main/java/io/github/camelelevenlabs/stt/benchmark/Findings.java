package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.load.Lags;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all sessions saw; lags count from {@link #begin} to {@link #end}, failures from the start. Written on the one event
 * loop of the clients, read when they are done.
 */
final class Findings {
    private final Lags sending = new Lags();
    private final Lags partials = new Lags();
    private final Lags answers = new Lags();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int started;
    private boolean counting;
    private boolean over;

    void started() {
        started++;
    }

    /** A chunk was sent late by this much, which is the client's fault. */
    void sent(Duration late) {
        if (counting) {
            sending.add(late);
        }
    }

    /** The time after the chunk that made it due. */
    void partial(Duration lag) {
        if (counting) {
            partials.add(lag);
        }
    }

    /** The delay beyond the 200 ms that the service needs for an answer. */
    void answer(Duration lag) {
        if (counting) {
            answers.add(lag);
        }
    }

    void failed(String how) {
        if (!over) {
            failures.merge(how, 1, Integer::sum);
        }
    }

    /** All sessions are open and have settled. */
    void begin() {
        counting = true;
    }

    /** Later events do not count, and sessions close. */
    void end() {
        counting = false;
        over = true;
    }

    boolean isOver() {
        return over;
    }

    int sessions() {
        return started;
    }

    Lags sending() {
        return sending;
    }

    Lags partials() {
        return partials;
    }

    Lags answers() {
        return answers;
    }

    /** The unexpected events and their numbers. */
    Map<String, Integer> failures() {
        return failures;
    }
}
