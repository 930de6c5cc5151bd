package io.github.camelelevenlabs.stt.audio.pcm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.BiFunction;

/** The ways to cut a recording into pieces. The output must not depend on them. */
public enum Cuts {
    WHOLE((random, left) -> left),
    BYTE_BY_BYTE((random, left) -> 1),
    RANDOM((random, left) -> random.nextInt(Math.min(left, 50) + 1));

    private final BiFunction<Random, Integer, Integer> next;

    Cuts(BiFunction<Random, Integer, Integer> next) {
        this.next = next;
    }

    /** Decodes the whole recording in pieces. */
    public byte[] decode(Decoder decoder, byte[] recording) throws AudioException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(recording);
        Random random = new Random(20);
        while (in.hasRemaining()) {
            int length = next.apply(random, in.remaining());
            ByteBuffer piece = in.slice(in.position(), length);
            out.writeBytes(Bytes.of(decoder.decode(piece)));
            in.position(in.position() + length);
            if (piece.hasRemaining()) {
                throw new AssertionError("The decoder left " + piece.remaining() + " bytes of its piece");
            }
        }
        out.writeBytes(Bytes.of(decoder.end()));
        return out.toByteArray();
    }
}
