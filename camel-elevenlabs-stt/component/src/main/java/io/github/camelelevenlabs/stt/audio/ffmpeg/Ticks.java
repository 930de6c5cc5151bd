package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.time.Duration;

/** Runs something later, on a thread on which it must not block. */
@FunctionalInterface
public interface Ticks {
    void schedule(Duration delay, Runnable task);
}
