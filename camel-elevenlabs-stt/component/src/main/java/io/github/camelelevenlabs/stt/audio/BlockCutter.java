package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/** Cuts decoded samples into blocks of at most one second. */
final class BlockCutter {

    private ByteBuffer samples = ByteBuffer.allocate(0);

    /** Sets the next samples. The previous ones must have been taken. */
    void put(ByteBuffer next) {
        samples = next;
    }

    boolean isEmpty() {
        return !samples.hasRemaining();
    }

    /** Takes the next block of the pending samples. */
    ByteBuffer take(PcmFormat format, int channels) {
        int length = Math.min(samples.remaining(), format.sampleRate() * format.bytesPerSample() * channels);
        ByteBuffer block = samples.slice(samples.position(), length);
        samples.position(samples.position() + length);
        return block;
    }
}
