package io.github.camelelevenlabs.stt.audio.pcm;

/** G.711 mu-law: 8-bit codes on a logarithmic scale of about 14 bits. */
public final class MuLaw {

    private static final int BIAS = 0x84;
    private static final int MAX_MAGNITUDE = 32_635;
    private static final short[] LINEAR = new short[256];

    static {
        for (int code = 0; code < LINEAR.length; code++) {
            int inverted = ~code;
            int exponent = inverted >> 4 & 0b111;
            int mantissa = inverted & 0b1111;
            int magnitude = ((mantissa << 3) + BIAS << exponent) - BIAS;
            LINEAR[code] = (short) ((inverted & 0x80) == 0 ? magnitude : -magnitude);
        }
    }

    private MuLaw() {}

    /** Encodes a 16-bit PCM sample. Like the usual encoders, it rounds down. */
    public static byte code(int sample) {
        int magnitude = Math.min(Math.abs(sample), MAX_MAGNITUDE) + BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> exponent + 3 & 0b1111;
        return (byte) ~((sample < 0 ? 0x80 : 0) | exponent << 4 | mantissa);
    }

    /** Decodes one code to a sample on the scale of 16-bit PCM. */
    public static short linear(byte code) {
        return LINEAR[code & 0xFF];
    }
}
