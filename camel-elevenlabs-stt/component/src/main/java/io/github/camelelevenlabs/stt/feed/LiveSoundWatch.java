package io.github.camelelevenlabs.stt.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Fails a live stream whose bytes have given no samples for a while: its encoding has changed to one that the decoder does not know,
 * or its sound has stopped. A stream that fails is opened again, and its format is detected again. Time in which the session
 * requests no samples does not count. Read by one thread.
 */
final class LiveSoundWatch extends FilterInputStream {

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
    LiveSoundWatch(InputStream stream, LongSupplier activity, LongSupplier nanoTime) {
        super(stream);
        this.activity = activity;
        this.nanoTime = nanoTime;
        this.initialActivity = activity.getAsLong();
        this.lastActivity = initialActivity;
        this.since = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            onBytes(count);
        }
        return count;
    }

    private void onBytes(int count) throws IOException {
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
