package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Passes on samples in a format of the service. Half a sample waits for its other half; at the end it is dropped. */
public final class RawDecoder implements Decoder {

    private final PcmFormat format;
    private final FrameCutter cutter;

    public RawDecoder(PcmFormat format) {
        this.format = format;
        this.cutter = new FrameCutter(format.bytesPerSample());
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) {
        return cutter.whole(in);
    }

    @Override
    public ByteBuffer end() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public Optional<PcmFormat> format() {
        return Optional.of(format);
    }
}
