package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/** Decoded samples that wait to be taken, a second of them at most at a time. */
final class BlockCutter {

    private ByteBuffer samples = ByteBuffer.allocate(0);

    /** The next samples, when those before have been taken. */
    void put(ByteBuffer next) {
        samples = next;
    }

    boolean isEmpty() {
        return !samples.hasRemaining();
    }

    /** The first of the samples that wait. */
    ByteBuffer take(PcmFormat format, int channels) {
        int length = Math.min(samples.remaining(), format.sampleRate() * format.bytesPerSample() * channels);
        ByteBuffer block = samples.slice(samples.position(), length);
        samples.position(samples.position() + length);
        return block;
    }
}
