package io.github.camelelevenlabs.stt.audio.pcm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Byte arrays for tests. */
public final class Bytes {

    private Bytes() {}

    /** The remaining bytes. The position of the buffer stays the same. */
    public static byte[] of(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    public static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Random bytes that are the same in every run and match no file format. */
    public static byte[] samples(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        if (length > 0) {
            bytes[0] = 1;
        }
        return bytes;
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
