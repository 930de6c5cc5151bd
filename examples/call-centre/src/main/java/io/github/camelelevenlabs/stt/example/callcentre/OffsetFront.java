package io.github.camelelevenlabs.stt.example.callcentre;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far the records of a partition are done without a gap. Records are done in any order, and an offset that is committed says that
 * all before it are done. Used by one thread.
 */
final class OffsetFront {

    private final NavigableSet<Long> unfinished = new TreeSet<>();
    private long next;

    /** @param next the offset of the record that comes first */
    OffsetFront(long next) {
        this.next = next;
    }

    /** A record was read. Offsets grow, and may leave some out. */
    void read(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("offset " + offset + " was read after " + (next - 1));
        }
        unfinished.add(offset);
        next = offset + 1;
    }

    /** A record is done. May be said twice. */
    void done(long offset) {
        unfinished.remove(offset);
    }

    /** The offset of the first record that is not done: all before it may be committed. */
    long position() {
        return unfinished.isEmpty() ? next : unfinished.first();
    }

    /** The number of records that were read and are not done. */
    int unfinished() {
        return unfinished.size();
    }
}
