package io.github.camelelevenlabs.stt.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Detects a live stream whose bytes have given no samples for a while: its encoding has changed to one that the decoder does not
 * know, or its sound has stopped. A stream that fails is opened again, and its format is detected again. Time in which the session
 * requests no samples does not count. Used by the thread that reads the stream.
 */
final class LiveSoundWatch {

    /** Decoders buffer at most a second or two. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** Longer before the first sample: the decoder detects the format, and a picture or a list of tracks may come first. */
    static final Duration FIRST_LIMIT = Duration.ofSeconds(30);

    private final LongSupplier activity;
    private final LongSupplier nanoTime;
    private final long initialActivity;
    private long lastActivity;
    private long since;
    private long bytes;

    /** @param activity changes when samples were decoded, and when samples are requested */
    LiveSoundWatch(LongSupplier activity, LongSupplier nanoTime) {
        this.activity = activity;
        this.nanoTime = nanoTime;
        this.initialActivity = activity.getAsLong();
        this.lastActivity = initialActivity;
        this.since = nanoTime.getAsLong();
    }

    /** @throws IOException when the stream has given no sound for too long */
    void onBytes(int count) throws IOException {
        long now = nanoTime.getAsLong();
        if (activity.getAsLong() != lastActivity) {
            lastActivity = activity.getAsLong();
            since = now;
            bytes = 0;
        }
        bytes += count;
        Duration silent = Duration.ofNanos(now - since);
        Duration limit = lastActivity == initialActivity ? FIRST_LIMIT : LIMIT;
        if (silent.compareTo(limit) >= 0) {
            throw new IOException(
                    "the stream has sent " + bytes + " bytes within " + silent.toSeconds() + " s that gave no sound");
        }
    }
}
