package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A stream that opens its fetch at the first read. Closing it closes the fetch, whether it was opened or not. Reads
 * fail when a minute of waiting brings less than a tenth of the bytes that the slowest speech codecs need.
 */
final class LazyStream extends InputStream {

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MIN_BYTES = 3_000;

    private final Fetch fetch;
    private final Pauses time;
    private InputStream stream;
    private long waited;
    private long received;

    LazyStream(Fetch fetch, Pauses time) {
        this.fetch = fetch;
        this.time = time;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long asked = time.nanoTime();
        if (stream == null) {
            stream = fetch.open(TrackChoice.FIRST).stream();
        }
        int count = stream.read(buffer, offset, length);
        waited += time.nanoTime() - asked;
        received += Math.max(0, count);
        if (count >= 0 && waited >= WINDOW.toNanos()) {
            if (received < MIN_BYTES) {
                throw FetchException.temporary(fetch.site() + " is too slow: in the last " + WINDOW.toSeconds()
                        + " s that it was waited for it brought " + received + " bytes");
            }
            waited = 0;
            received = 0;
        }
        return count;
    }

    @Override
    public void close() {
        fetch.close();
    }
}
