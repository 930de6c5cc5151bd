package io.github.camelelevenlabs.stt.session;

import java.time.Duration;

/** A recording ends before the position from which on it has to be transcribed. */
public final class ShortRecordingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Duration length;
    private final Duration startAt;

    ShortRecordingException(Duration length, Duration startAt) {
        super("the recording ends at " + length.toMillis() + " ms and is to be transcribed from " + startAt.toMillis()
                + " ms on; use a position within the recording, or the recording that the position belongs to");
        this.length = length;
        this.startAt = startAt;
    }

    public Duration length() {
        return length;
    }

    public Duration startAt() {
        return startAt;
    }
}
