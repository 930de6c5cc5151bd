package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;

/** When partial transcripts are due: by the audio received, not by the time that passes. */
final class PartialPacer {
    private final Duration interval;
    private Duration next;

    PartialPacer(Duration warmUp, Duration interval) {
        this.interval = interval;
        next = warmUp;
    }

    /** Whether one is due at this position of the audio; a position that skips several has one. */
    boolean due(Duration position) {
        if (position.compareTo(next) < 0) {
            return false;
        }
        while (next.compareTo(position) <= 0) {
            next = next.plus(interval);
        }
        return true;
    }
}
