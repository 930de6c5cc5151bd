package io.github.camelelevenlabs.stt.example.captions;

/**
 * Limits how fast a microphone's audio is taken: a minute at once, as after an outage, then a quarter faster than it can be
 * spoken.
 */
final class AudioPace {

    static final long MAX_AHEAD_MILLIS = 60_000;

    /** When a microphone could have spoken all audio so far, at the allowed pace. */
    private long spokenBy = Long.MIN_VALUE;

    /**
     * Returns for how many milliseconds a piece of audio has to wait.
     *
     * @param now   in milliseconds, on any clock that does not go back
     * @param audio the duration of the piece, in milliseconds
     */
    long delay(long now, long audio) {
        spokenBy = Math.max(spokenBy, now - MAX_AHEAD_MILLIS) + audio * 4 / 5;
        return Math.max(0, spokenBy - now);
    }
}
