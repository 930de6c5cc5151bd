package io.github.camelelevenlabs.stt.audio.pcm;

/** G.711 mu-law: eight bits for the loudness steps of about fourteen. */
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

    /** The code that is nearest to a sample of 16-bit PCM, but for the rounding down of the usual encoders. */
    public static byte code(int sample) {
        int magnitude = Math.min(Math.abs(sample), MAX_MAGNITUDE) + BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> exponent + 3 & 0b1111;
        return (byte) ~((sample < 0 ? 0x80 : 0) | exponent << 4 | mantissa);
    }

    /** The sample that this code stands for, on the scale of 16-bit PCM. */
    public static short linear(byte code) {
        return LINEAR[code & 0xFF];
    }
}
