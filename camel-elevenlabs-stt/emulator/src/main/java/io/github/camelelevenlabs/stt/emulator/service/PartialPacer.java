package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;

/** Decides when a partial transcript is due. It counts the audio received, not the time. */
final class PartialPacer {
    private final Duration interval;
    private Duration next;

    PartialPacer(Duration warmUp, Duration interval) {
        this.interval = interval;
        next = warmUp;
    }

    /** Whether a partial is due at this position of the audio; when several have become due since, only one is sent. */
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
