package io.github.camelelevenlabs.stt.example.callcentre;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A partition for as long as this instance has it: its records, their calls, and who waits until an offset is committed. Used by the
 * thread that polls.
 */
final class Partition {

    private final OffsetFront front;
    private final Map<String, CallQueue<Taken>> calls = new HashMap<>();
    /** Records that are done and not committed, by offset. */
    private final NavigableMap<Long, Consumer<Exception>> uncommitted = new TreeMap<>();

    private long committed;
    private boolean revoked;

    Partition(long position) {
        front = new OffsetFront(position);
        committed = position;
    }

    /** Hands a record over to the session of its call. */
    void take(long offset, CallRecord record, Consumer<Taken> session) {
        front.read(offset);
        Function<String, CallQueue<Taken>> begin = call -> new CallQueue<>(session);
        CallQueue<Taken> call = calls.computeIfAbsent(record.call(), begin);
        call.add(new Taken(this, offset, record, call));
    }

    /** A record that is not handed over. */
    void skip(long offset) {
        front.read(offset);
        front.done(offset);
    }

    /** @param reply gets null when the offset is committed, or why it will not be */
    void done(long offset, Consumer<Exception> reply) {
        if (revoked) {
            reply.accept(new RevokedException());
            return;
        }
        front.done(offset);
        uncommitted.put(offset, reply);
    }

    /** Hands failed records over again, if it is time. */
    void retry(long now) {
        calls.values().removeIf(CallQueue::isEmpty);
        calls.values().forEach(call -> call.retry(now));
    }

    boolean hasMoreToCommit() {
        return front.position() > committed;
    }

    /** What may be committed. */
    long position() {
        return front.position();
    }

    /** @param position that was committed */
    void committed(long position) {
        committed = Math.max(committed, position);
        NavigableMap<Long, Consumer<Exception>> before = uncommitted.headMap(position, false);
        Map<Long, Consumer<Exception>> done = new TreeMap<>(before);
        before.clear();
        done.values().forEach(reply -> reply.accept(null));
    }

    /** Another instance has it: what is not committed comes again there. */
    void revoke() {
        revoked = true;
        calls.clear();
        Map<Long, Consumer<Exception>> waiting = new TreeMap<>(uncommitted);
        uncommitted.clear();
        waiting.values().forEach(reply -> reply.accept(new RevokedException()));
    }

    int unfinished() {
        return front.unfinished();
    }

    /** A record that was handed over. */
    record Taken(Partition partition, long offset, CallRecord record, CallQueue<Taken> call) {}

    /** The record comes again at another instance. */
    static final class RevokedException extends Exception {

        private static final long serialVersionUID = 1;

        RevokedException() {
            super("the partition was given to another instance before the offset was committed", null, false, false);
        }
    }
}
