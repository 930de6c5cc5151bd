package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The 64-bit lengths of chunks from the chunk {@code ds64} of RF64 and BW64.
 *
 * @param byId lengths by chunk name; chunks of one name have the same length, otherwise the table does not apply to
 *     them
 */
record LongLengths(Map<String, Long> byId) {

    static final LongLengths NONE = new LongLengths(Map.of());

    /** Three 64-bit numbers, the number of table entries, and more entries than a file has chunks. */
    static final int MAX_BYTES = 28 + 12 * 64;

    private static final int DATA = 8;
    private static final int TABLE_LENGTH = 24;
    private static final int TABLE = 28;
    private static final int ENTRY = 12;

    /** Parses as many entries as are complete. */
    static LongLengths parse(ByteBuffer ds64) {
        Map<String, Long> byId = new HashMap<>();
        if (ds64.remaining() >= DATA + Long.BYTES) {
            byId.put("data", ds64.getLong(DATA));
        }
        long entries = ds64.remaining() < TABLE ? 0 : Integer.toUnsignedLong(ds64.getInt(TABLE_LENGTH));
        for (int at = TABLE; entries > 0 && at + ENTRY <= ds64.remaining(); at += ENTRY, entries--) {
            byId.putIfAbsent(Excerpt.of(ds64.slice(at, ChunkId.BYTES)), ds64.getLong(at + ChunkId.BYTES));
        }
        return new LongLengths(Map.copyOf(byId));
    }

    /** The length of a chunk; empty when the table has none or an impossible one. */
    OptionalLong of(String id) {
        long length = byId.getOrDefault(id, 0L);
        return length > 0 && length < Long.MAX_VALUE / 2 ? OptionalLong.of(length) : OptionalLong.empty();
    }
}
