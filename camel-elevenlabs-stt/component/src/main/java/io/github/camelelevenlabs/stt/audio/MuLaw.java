package io.github.camelelevenlabs.stt.audio;

/** G.711 mu-law: eight bits for the loudness steps of about fourteen. */
final class MuLaw {

    private static final int BIAS = 0x84;
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

    /** The sample that this code stands for, on the scale of 16-bit PCM. */
    static short linear(byte code) {
        return LINEAR[code & 0xFF];
    }
}
