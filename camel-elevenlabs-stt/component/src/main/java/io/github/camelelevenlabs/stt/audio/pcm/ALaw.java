package io.github.camelelevenlabs.stt.audio.pcm;

/** G.711 A-law: 8-bit codes on a logarithmic scale of about 13 bits. */
public final class ALaw {

    private static final short[] LINEAR = new short[256];

    static {
        for (int code = 0; code < LINEAR.length; code++) {
            int toggled = code ^ 0x55;
            int exponent = toggled >> 4 & 0b111;
            int step = (toggled & 0b1111) << 4 | 0b1000;
            int magnitude = exponent == 0 ? step : step + 0x100 << exponent - 1;
            LINEAR[code] = (short) ((toggled & 0x80) != 0 ? magnitude : -magnitude);
        }
    }

    private ALaw() {}

    /** Decodes one code to a sample on the scale of 16-bit PCM. */
    public static short linear(byte code) {
        return LINEAR[code & 0xFF];
    }
}
