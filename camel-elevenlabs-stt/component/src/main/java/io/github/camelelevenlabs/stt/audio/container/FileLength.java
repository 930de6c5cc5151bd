package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The length of files whose header says it: such a file is one unit. A file with an impossible length lasts until the
 * end.
 */
final class FileLength {

    /** The limit for frames, about a day of audio. A header with more costs no memory. */
    private static final long MAX_TABLE = 100_000;

    private FileLength() {}

    /** TTA: the header is followed by the length of each frame. */
    static long tta(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 22) {
            return Framing.MORE;
        } else if (!Magic.isAt(bytes, index, "TTA1")) {
            return Framing.NONE;
        }
        long rate = Magic.number(bytes, index + 10, 4, ByteOrder.LITTLE_ENDIAN);
        long samples = Magic.number(bytes, index + 14, 4, ByteOrder.LITTLE_ENDIAN);
        long perFrame = Math.max(1, 256 * rate / 245);
        long frames = (samples + perFrame - 1) / perFrame;
        if (frames > MAX_TABLE) {
            return Long.MAX_VALUE;
        } else if (bytes.remaining() < index + 22 + 4 * frames) {
            return Framing.MORE;
        }
        long size = 22 + 4 * frames + 4;
        for (int i = 0; i < frames; i++) {
            size += Magic.number(bytes, (int) (index + 22 + 4L * i), 4, ByteOrder.LITTLE_ENDIAN);
        }
        return size;
    }

    /** Monkey's Audio: since version 3.98, the header has the lengths of all following parts. */
    static long monkey(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 36) {
            return Framing.MORE;
        } else if (!Magic.isAt(bytes, index, "MAC ")) {
            return Framing.NONE;
        } else if (Magic.number(bytes, index + 4, 2, ByteOrder.LITTLE_ENDIAN) < 3_980) {
            return Long.MAX_VALUE;
        }
        long size = Magic.number(bytes, index + 28, 4, ByteOrder.LITTLE_ENDIAN) << 32;
        for (int at : new int[] {8, 12, 16, 20, 24, 32}) {
            size += Magic.number(bytes, index + at, 4, ByteOrder.LITTLE_ENDIAN);
        }
        return Math.max(36, size);
    }

    static long sphere(ByteBuffer bytes, int index) {
        int header = 1_024;
        if (!Magic.isAt(bytes, index, "NIST_1A\n   1024\n")) {
            return bytes.remaining() < index + 16
                    ? Framing.MORE
                    : Magic.isAt(bytes, index, "NIST_1A\n") ? Long.MAX_VALUE : Framing.NONE;
        } else if (bytes.remaining() < index + header) {
            return Framing.MORE;
        }
        String text = Magic.textAt(bytes, index, header);
        long size = sphereNumber(text, "sample_count") * sphereNumber(text, "sample_n_bytes");
        boolean plain = size > 0 && !text.contains("shorten") && !text.contains("embedded");
        return plain ? header + size * Math.max(1, sphereNumber(text, "channel_count")) : Long.MAX_VALUE;
    }

    private static long sphereNumber(String header, String name) {
        int at = header.indexOf(name + " -i ");
        String number = at < 0
                ? ""
                : header.substring(at + name.length() + 4).split("\n", 2)[0].strip();
        return number.matches("\\d{1,12}") ? Long.parseLong(number) : 0;
    }

    /** SoX: samples have 32 bits. */
    static long sox(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 16) {
            return Framing.MORE;
        }
        boolean little = Magic.isAt(bytes, index, ".SoX");
        if (!little && !Magic.isAt(bytes, index, "XoS.")) {
            return Framing.NONE;
        }
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long samples = Magic.number(bytes, index + 8, 8, order);
        boolean plausible = samples > 0 && samples < 1L << 50;
        return plausible ? 4 + Magic.number(bytes, index + 4, 4, order) + 4 * samples : Long.MAX_VALUE;
    }

    static long au(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + 12) {
            return Framing.MORE;
        } else if (!Magic.isAt(bytes, index, ".snd")) {
            return Framing.NONE;
        }
        long size = Magic.number(bytes, index + 8, 4, ByteOrder.BIG_ENDIAN);
        boolean unknown = size == 0 || size >= 0x7FFF_FFFF;
        return unknown ? Long.MAX_VALUE : Magic.number(bytes, index + 4, 4, ByteOrder.BIG_ENDIAN) + size;
    }
}
