package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Creates a shared library for Linux (ELF, 64 bits, little-endian) with a name and no content. It satisfies the
 * dynamic linker for a program that is linked with a library of that name and never calls it, because functions are
 * resolved at their first call.
 */
final class EmptyLibrary {

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SEGMENTS = 3;
    private static final int HASH = 4 * 4;
    private static final int SYMBOL = 24;
    private static final int ENTRIES = 7;

    private static final int HASH_AT = HEADER + SEGMENTS * SEGMENT;
    private static final int SYMBOLS_AT = HASH_AT + HASH;
    private static final int DYNAMIC_AT = SYMBOLS_AT + SYMBOL;
    private static final int STRINGS_AT = DYNAMIC_AT + ENTRIES * 16;

    private static final int READ_WRITE = 6;
    /** The largest page size of supported systems. */
    private static final long PAGE = 0x10000;

    private EmptyLibrary() {}

    /**
     * The bytes of the file.
     *
     * @param name the name by which programs load it
     * @param machine the machine type from the header of an executable for the same processor
     */
    static byte[] of(String name, short machine) {
        byte[] strings = ("\0" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        int size = STRINGS_AT + strings.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(file, machine);
        // The whole file is loaded; it is writable, because the linker stores its address in the dynamic section.
        segment(file, 1, 0, size, PAGE);
        segment(file, 2, DYNAMIC_AT, ENTRIES * 16, 8);
        // States that the stack need not be executable; the default is that it must be.
        segment(file, 0x6474e551, 0, 0, 16);
        file.putInt(1).putInt(1).putInt(0).putInt(0);
        file.position(DYNAMIC_AT);
        entry(file, 14, 1);
        entry(file, 4, HASH_AT);
        entry(file, 5, STRINGS_AT);
        entry(file, 6, SYMBOLS_AT);
        entry(file, 10, strings.length);
        entry(file, 11, SYMBOL);
        entry(file, 0, 0);
        file.put(strings);
        return file.array();
    }

    private static void header(ByteBuffer file, short machine) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 3).putShort(machine).putInt(1);
        file.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) SEGMENTS);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void segment(ByteBuffer file, int type, long at, long size, long align) {
        file.putInt(type).putInt(READ_WRITE).putLong(at).putLong(at).putLong(at);
        file.putLong(size).putLong(size).putLong(align);
    }

    private static void entry(ByteBuffer file, long tag, long value) {
        file.putLong(tag).putLong(value);
    }
}
