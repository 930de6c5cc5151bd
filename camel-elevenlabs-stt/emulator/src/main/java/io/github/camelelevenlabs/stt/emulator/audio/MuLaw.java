package io.github.camelelevenlabs.stt.emulator.audio;

/** ITU-T G.711 mu-law, one byte for each sample. */
final class MuLaw {
    private static final int BIAS = 0x84;
    private static final int CLIP = 32_635;
    private static final short[] DECODED = new short[256];

    static {
        for (int code = 0; code < DECODED.length; code++) {
            int inverted = ~code;
            int exponent = inverted >> 4 & 0x07;
            int magnitude = (((inverted & 0x0F) << 3) + BIAS << exponent) - BIAS;
            DECODED[code] = (short) ((inverted & 0x80) == 0 ? magnitude : -magnitude);
        }
    }

    private MuLaw() {}

    static short decode(byte code) {
        return DECODED[code & 0xFF];
    }

    static byte encode(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs((int) sample), CLIP) + BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> exponent + 3 & 0x0F;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }
}
