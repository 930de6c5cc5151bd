package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The encoding of a single sample. Decoded values are on the scale of 16-bit PCM. */
public enum SampleEncoding {
    UNSIGNED_8(1, "8-bit PCM", in -> (in.get() & 0xFF) - 128 << 8),
    SIGNED_8(1, "8-bit PCM", in -> in.get() << 8),
    SIGNED_16(2, "16-bit PCM", ByteBuffer::getShort),
    SIGNED_24(3, "24-bit PCM", SampleEncoding::signed24),
    SIGNED_32(4, "32-bit PCM", in -> in.getInt() / 65_536f),
    FLOAT_32(4, "32-bit floating point", in -> bounded(in.getFloat())),
    FLOAT_64(8, "64-bit floating point", in -> bounded(in.getDouble())),
    MU_LAW(1, "mu-law", in -> MuLaw.linear(in.get())),
    A_LAW(1, "A-law", in -> ALaw.linear(in.get()));

    private interface Reading {
        float next(ByteBuffer in);
    }

    private static final float FULL_SCALE = 32_768;

    private final int bytes;
    private final String title;
    private final Reading reading;

    SampleEncoding(int bytes, String title, Reading reading) {
        this.bytes = bytes;
        this.title = title;
        this.reading = reading;
    }

    public int bytes() {
        return bytes;
    }

    /** Decodes the next sample, in the byte order of the buffer. */
    public float read(ByteBuffer in) {
        return reading.next(in);
    }

    /** The encoding of signed integers with this number of bytes. */
    public static SampleEncoding signed(int bytes) {
        return switch (bytes) {
            case 1 -> SIGNED_8;
            case 2 -> SIGNED_16;
            case 3 -> SIGNED_24;
            case 4 -> SIGNED_32;
            default -> throw new IllegalArgumentException("No PCM has samples of " + bytes + " bytes");
        };
    }

    private static float signed24(ByteBuffer in) {
        byte first = in.get();
        byte second = in.get();
        byte third = in.get();
        boolean bigEndian = in.order() == ByteOrder.BIG_ENDIAN;
        int high = bigEndian ? first : third;
        int low = bigEndian ? third : first;
        return (high << 16 | (second & 0xFF) << 8 | low & 0xFF) / 256f;
    }

    /** One NaN or infinite value would spoil all neighbouring samples in a filter. */
    private static float bounded(double value) {
        return Double.isNaN(value) ? 0 : (float) Math.max(-1, Math.min(1, value)) * FULL_SCALE;
    }

    @Override
    public String toString() {
        return title;
    }
}
