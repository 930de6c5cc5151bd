package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the end of samples whose length is unknown or wrong: at the beginning of another file, and at chunks of their
 * own file that reach exactly to the end of the recording. For a stream without a length, nothing else is known.
 * Bytes that look like the beginning of either wait until it is certain.
 */
final class SampleBounds {

    /**
     * A longer chunk behind samples of unknown length counts as samples, because it would have to be kept in memory.
     */
    private static final int MAX_KEPT = 4 * 1024 * 1024;

    private static final int CHUNK_HEADER = 8;

    /** The first two bytes of everything that is searched for. Both are printable. */
    private static final BitSet BEGINNINGS = new BitSet(1 << 16);

    static {
        Stream.concat(ChunkId.known().stream(), FileStart.magics().stream())
                .forEach(magic -> BEGINNINGS.set(magic.charAt(0) << 8 | magic.charAt(1)));
    }

    /** The highest bit of the second byte of each of four samples. */
    private static final long SECOND_BYTES = 0x8000_8000_8000_8000L;

    private final Optional<ByteOrder> chunkOrder;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    /** The number of bytes needed to decide about the waiting ones. */
    private int needed;
    /** The number of bytes of samples returned. Chunks and files begin at even positions. */
    private long given;

    private ByteBuffer following;

    /** @param chunkOrder the byte order of the chunks of the format; empty when it has no chunks */
    SampleBounds(Optional<ByteOrder> chunkOrder) {
        this.chunkOrder = chunkOrder;
    }

    /** Takes all bytes; returns those that are certainly samples. */
    ByteBuffer samples(ByteBuffer in) {
        ByteBuffer taken = in.slice();
        in.position(in.limit());
        if (waitingBytes > 0) {
            waiting.add(taken);
            waitingBytes += taken.remaining();
            if (waitingBytes < needed) {
                return taken.slice(0, 0);
            }
            taken = release();
        }
        return scan(taken);
    }

    /** The other file with all bytes behind it, once it has begun; then there are no more samples. */
    Optional<ByteBuffer> following() {
        return Optional.ofNullable(following);
    }

    /** Ends the recording; returns the waiting samples without the chunks at the end. */
    ByteBuffer end() {
        ByteBuffer rest = release();
        for (int at = (int) (given % 2); at + CHUNK_HEADER <= rest.remaining(); at += 2) {
            if (chunkOrder.isPresent() && reachesEnd(rest, at)) {
                return rest.slice(0, at);
            }
        }
        return rest;
    }

    private boolean reachesEnd(ByteBuffer bytes, int start) {
        long at = start;
        while (at + CHUNK_HEADER <= bytes.remaining() && ChunkId.isKnownAt(bytes, (int) at)) {
            long length = chunkLength(bytes, (int) at);
            at += CHUNK_HEADER + length;
            if (at == bytes.remaining()) {
                return true;
            }
            at += length % 2;
        }
        return at == bytes.remaining() && at > start;
    }

    private ByteBuffer scan(ByteBuffer bytes) {
        ByteBuffer words = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        for (int at = next(words, (int) (given % 2)); at < bytes.remaining(); at = next(words, at + 2)) {
            if (FileStart.at(bytes, at).isPresent() || chunkOrder.isPresent() && isCertainChunk(bytes, at)) {
                following = bytes.slice(bytes.position() + at, bytes.remaining() - at);
                return bytes.slice(bytes.position(), at);
            }
            int wanted = wantedAt(bytes, at);
            if (wanted > bytes.remaining()) {
                needed = wanted - at;
                return keep(bytes, at);
            }
        }
        given += bytes.remaining();
        return bytes;
    }

    /** The next index, in steps of two, at which something may begin. All samples come through here, so it looks at four at once. */
    private static int next(ByteBuffer words, int from) {
        int end = words.limit();
        int at = withoutCandidates(words, from, end);
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            for (long left = candidates(words.getLong(at)); left != 0; left &= left - 1) {
                int candidate = at + Long.numberOfTrailingZeros(left) / Byte.SIZE - 1;
                if (isBeginning(words, candidate)) {
                    return candidate;
                }
            }
        }
        while (at + 1 < end && !isBeginning(words, at)) {
            at += 2;
        }
        return at;
    }

    /** The index before the first sixteen samples with a candidate, or where less than sixteen are left. */
    private static int withoutCandidates(ByteBuffer words, int from, int end) {
        int at = from;
        while (at + 4 * Long.BYTES <= end
                && (candidates(words.getLong(at))
                                | candidates(words.getLong(at + Long.BYTES))
                                | candidates(words.getLong(at + 2 * Long.BYTES))
                                | candidates(words.getLong(at + 3 * Long.BYTES)))
                        == 0) {
            at += 4 * Long.BYTES;
        }
        return at;
    }

    /** The samples, of four, whose two bytes are both from 32 to 127: a bit each. In speech there are few. */
    private static long candidates(long samples) {
        long printable = ~samples & (samples << 1 | samples << 2);
        return printable & printable << Byte.SIZE & SECOND_BYTES;
    }

    private static boolean isBeginning(ByteBuffer words, int at) {
        return BEGINNINGS.get((words.get(at) & 0xFF) << 8 | words.get(at + 1) & 0xFF);
    }

    /** Chunks whose content has its own magic are recognised wherever they end. */
    private static boolean isCertainChunk(ByteBuffer bytes, int at) {
        boolean list = Magic.isAt(bytes, at, "LIST")
                && (Magic.isAt(bytes, at + CHUNK_HEADER, "INFO") || Magic.isAt(bytes, at + CHUNK_HEADER, "adtl"));
        boolean tag = (Magic.isAt(bytes, at, "id3 ") || Magic.isAt(bytes, at, "ID3 "))
                && Magic.isAt(bytes, at + CHUNK_HEADER, "ID3");
        return list || tag;
    }

    /** The number of bytes needed to know that nothing begins at this index; 0 when it is known. */
    private int wantedAt(ByteBuffer bytes, int at) {
        int left = bytes.remaining() - at;
        if (left < FileStart.BYTES && FileStart.mayBeAt(bytes, at)) {
            return at + FileStart.BYTES;
        } else if (chunkOrder.isEmpty() || !ChunkId.mayBeAt(bytes, at)) {
            return 0;
        }
        return left < CHUNK_HEADER + ChunkId.BYTES ? at + CHUNK_HEADER + ChunkId.BYTES : wantedOfChunks(bytes, at);
    }

    /** Walks the chunks up to the incomplete one; a complete chunk must be followed by another one. */
    private int wantedOfChunks(ByteBuffer bytes, int start) {
        long at = start;
        while (true) {
            if (at + CHUNK_HEADER > bytes.remaining()) {
                boolean possible = at >= bytes.remaining() || ChunkId.mayBeAt(bytes, (int) at);
                return possible && at - start <= MAX_KEPT ? (int) at + CHUNK_HEADER : 0;
            }
            if (FileStart.at(bytes, (int) at).isPresent() || !ChunkId.isKnownAt(bytes, (int) at)) {
                return 0;
            }
            long length = chunkLength(bytes, (int) at);
            at += CHUNK_HEADER + length + length % 2;
            if (at - start > MAX_KEPT) {
                return 0;
            }
            if (at > bytes.remaining()) {
                return (int) at;
            }
        }
    }

    private long chunkLength(ByteBuffer bytes, int at) {
        return Magic.number(bytes, at + ChunkId.BYTES, Integer.BYTES, chunkOrder.orElseThrow());
    }

    private ByteBuffer keep(ByteBuffer bytes, int from) {
        ByteBuffer kept = bytes.slice(bytes.position() + from, bytes.remaining() - from);
        waiting.add(kept);
        waitingBytes = kept.remaining();
        given += from;
        return bytes.slice(bytes.position(), from);
    }

    /** Returns the waiting bytes, because they are samples or have to be inspected again. */
    ByteBuffer release() {
        ByteBuffer all = waiting.size() == 1 ? waiting.element().slice() : ByteBuffer.allocate(waitingBytes);
        if (waiting.size() != 1) {
            waiting.forEach(all::put);
            all.flip();
        }
        waiting.clear();
        waitingBytes = 0;
        needed = 0;
        return all;
    }
}
