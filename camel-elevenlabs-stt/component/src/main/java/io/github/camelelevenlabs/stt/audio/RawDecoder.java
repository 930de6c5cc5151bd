package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Samples without a header. Half a sample waits for its other half; at the end it is dropped. */
final class RawDecoder implements Decoder {

    private final PcmFormat format;
    private final ByteBuffer begun;

    RawDecoder(PcmFormat format) {
        this.format = format;
        begun = ByteBuffer.allocate(format.bytesPerSample());
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) {
        int total = begun.position() + in.remaining();
        int unfinished = total % format.bytesPerSample();
        if (total == unfinished) {
            begun.put(in);
            return ByteBuffer.allocate(0);
        }
        ByteBuffer rest = in.slice(in.limit() - unfinished, unfinished);
        ByteBuffer whole = in.slice(in.position(), in.remaining() - unfinished);
        in.position(in.limit());
        if (begun.position() > 0) {
            whole = ByteBuffer.allocate(total - unfinished)
                    .put(begun.flip())
                    .put(whole)
                    .flip();
            begun.clear();
        }
        begun.put(rest);
        return whole;
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
