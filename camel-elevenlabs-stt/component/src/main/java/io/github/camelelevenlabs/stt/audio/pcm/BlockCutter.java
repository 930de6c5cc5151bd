package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;

/** Cuts decoded samples into blocks of at most one second. */
public final class BlockCutter {

    private ByteBuffer samples = ByteBuffer.allocate(0);

    /** Sets the next samples. The previous ones must have been taken. */
    public void put(ByteBuffer next) {
        samples = next;
    }

    public boolean isEmpty() {
        return !samples.hasRemaining();
    }

    /** Takes the next block of the pending samples. */
    public ByteBuffer take(PcmFormat format, int channels) {
        int length = Math.min(samples.remaining(), format.sampleRate() * format.bytesPerSample() * channels);
        ByteBuffer block = samples.slice(samples.position(), length);
        samples.position(samples.position() + length);
        return block;
    }
}
