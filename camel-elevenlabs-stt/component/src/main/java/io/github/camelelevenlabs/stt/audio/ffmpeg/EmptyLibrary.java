package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A shared library of Linux (ELF, 64 bit, little endian) that has a name and nothing in it. It satisfies the dynamic
 * linker of a program that is linked with a library of that name and never calls it: functions are looked up when they
 * are called for the first time.
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
    /** The largest page of the systems there are. */
    private static final long PAGE = 0x10000;

    private EmptyLibrary() {}

    /**
     * The bytes of its file.
     *
     * @param name    by which programs ask for it
     * @param machine as the header of an executable for the same processor has it
     */
    static byte[] of(String name, short machine) {
        byte[] strings = ("\0" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        int size = STRINGS_AT + strings.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(file, machine);
        // Loaded whole; writable, because the linker notes in the dynamic section where it put it.
        segment(file, 1, 0, size, PAGE);
        segment(file, 2, DYNAMIC_AT, ENTRIES * 16, 8);
        // Says that no stack needs to be executable, which is assumed of a library that says nothing.
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
