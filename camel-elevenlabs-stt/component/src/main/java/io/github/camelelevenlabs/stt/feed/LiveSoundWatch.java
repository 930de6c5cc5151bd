package io.github.camelelevenlabs.stt.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Breaks a live stream that has brought bytes for a while of which none became a sample: its coding has changed to one that
 * nobody recognises, or its sound is gone. A stream that breaks is opened again, and then recognised afresh. While no samples
 * are wanted nothing is read here, and no time counts. Read by one thread.
 */
final class LiveSoundWatch extends FilterInputStream {

    /** A decoder gives what it has within a second or two. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** Before the first sample a decoder looks at the beginning, and a picture or a list of tracks may come first. */
    static final Duration FIRST_LIMIT = Duration.ofSeconds(30);

    private final LongSupplier heard;
    private final LongSupplier nanoTime;
    private final long heardAtFirst;
    private long heardBefore;
    private long since;
    private long bytes;

    /** @param heard changes whenever samples have come, or are wanted anew */
    LiveSoundWatch(InputStream stream, LongSupplier heard, LongSupplier nanoTime) {
        super(stream);
        this.heard = heard;
        this.nanoTime = nanoTime;
        this.heardAtFirst = heard.getAsLong();
        this.heardBefore = heardAtFirst;
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
        if (heard.getAsLong() != heardBefore) {
            heardBefore = heard.getAsLong();
            since = now;
            bytes = 0;
        }
        bytes += count;
        Duration silent = Duration.ofNanos(now - since);
        Duration limit = heardBefore == heardAtFirst ? FIRST_LIMIT : LIMIT;
        if (silent.compareTo(limit) >= 0) {
            throw new IOException(
                    "the stream has sent " + bytes + " bytes within " + silent.toSeconds() + " s that gave no sound");
        }
    }
}
