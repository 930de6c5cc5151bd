package io.github.camelelevenlabs.stt.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The encoding of a single sample. Decoded values are on the scale of 16-bit PCM. */
public enum SampleEncoding {
    UNSIGNED_8(1, "8-bit PCM"),
    SIGNED_8(1, "8-bit PCM"),
    SIGNED_16(2, "16-bit PCM"),
    SIGNED_24(3, "24-bit PCM"),
    SIGNED_32(4, "32-bit PCM"),
    FLOAT_32(4, "32-bit floating point"),
    FLOAT_64(8, "64-bit floating point"),
    MU_LAW(1, "mu-law"),
    A_LAW(1, "A-law");

    private static final float FULL_SCALE = 32_768;

    private final int bytes;
    private final String title;

    SampleEncoding(int bytes, String title) {
        this.bytes = bytes;
        this.title = title;
    }

    public int bytes() {
        return bytes;
    }

    /**
     * Decodes samples in the byte order of the buffer, whose position stays the same. One plain loop for each encoding, which is
     * several times faster than a call for each sample.
     *
     * @param at   the index in the buffer of the first sample
     * @param step the bytes from one sample to the next
     * @param out  filled to its end
     */
    public void read(ByteBuffer in, int at, int step, float[] out) {
        int count = out.length;
        switch (this) {
            case UNSIGNED_8 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = (in.get(at + i * step) & 0xFF) - 128 << 8;
                }
            }
            case SIGNED_8 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.get(at + i * step) << 8;
                }
            }
            case SIGNED_16 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getShort(at + i * step);
                }
            }
            case SIGNED_24 -> {
                int high = in.order() == ByteOrder.BIG_ENDIAN ? 0 : 2;
                for (int i = 0; i < count; i++) {
                    int first = at + i * step;
                    out[i] = (in.get(first + high) << 16
                                    | (in.get(first + 1) & 0xFF) << 8
                                    | in.get(first + 2 - high) & 0xFF)
                            / 256f;
                }
            }
            case SIGNED_32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getInt(at + i * step) / 65_536f;
                }
            }
            case FLOAT_32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = bounded(in.getFloat(at + i * step));
                }
            }
            case FLOAT_64 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = bounded(in.getDouble(at + i * step));
                }
            }
            case MU_LAW -> {
                for (int i = 0; i < count; i++) {
                    out[i] = MuLaw.linear(in.get(at + i * step));
                }
            }
            case A_LAW -> {
                for (int i = 0; i < count; i++) {
                    out[i] = ALaw.linear(in.get(at + i * step));
                }
            }
        }
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

    /** One NaN or infinite value would spoil all neighbouring samples in a filter. */
    private static float bounded(double value) {
        return Double.isNaN(value) ? 0 : (float) Math.max(-1, Math.min(1, value)) * FULL_SCALE;
    }

    @Override
    public String toString() {
        return title;
    }
}
