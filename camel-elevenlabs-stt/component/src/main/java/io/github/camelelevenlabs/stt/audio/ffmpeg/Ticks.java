package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.time.Duration;

/** A timer. Runs a task after a delay, on a thread that the task must not block. */
@FunctionalInterface
public interface Ticks {
    void schedule(Duration delay, Runnable task);
}
