package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;

/** Decoded samples that wait to be taken, a second of them at most at a time. */
public final class BlockCutter {

    private ByteBuffer samples = ByteBuffer.allocate(0);

    /** The next samples, when those before have been taken. */
    public void put(ByteBuffer next) {
        samples = next;
    }

    public boolean isEmpty() {
        return !samples.hasRemaining();
    }

    /** The first of the samples that wait. */
    public ByteBuffer take(PcmFormat format, int channels) {
        int length = Math.min(samples.remaining(), format.sampleRate() * format.bytesPerSample() * channels);
        ByteBuffer block = samples.slice(samples.position(), length);
        samples.position(samples.position() + length);
        return block;
    }
}
