package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PauseDetector;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The source's audio from the first sample that no commit has covered to the last one read: sent audio, which may have to be
 * sent again, and unsent audio after it. Knows nothing of connections. Positions are samples from the beginning of the
 * source. Used on the session's loop.
 *
 * <p>Appended buffers are kept and copied only if they are outside the heap, so audio that is in memory anyway takes no more of it.
 */
final class ReplayBuffer {

    /**
     * Audio for one message. A session keeps about a hundred of them, so they have no object of their own for their bytes.
     *
     * @param bytes    from {@code offset} on; they may be those of a whole recording
     * @param position of its first sample
     * @param commit   whether the source wants everything up to its end committed
     * @param speech   whether anything in it was louder than a pause
     * @param quiet    how long it has been quiet where it ends, in samples
     * @param gap      the longest quiet that ends within it
     */
    record Chunk(
            long position, byte[] bytes, int offset, int samples, boolean commit, boolean speech, long quiet, Gap gap) {
        long end() {
            return position + samples;
        }

        Slice slice(PcmFormat format) {
            return new Slice(bytes, offset, samples * format.bytesPerSample());
        }

        private Chunk from(long start, PcmFormat format) {
            int skipped = (int) (start - position);
            int left = samples - skipped;
            int from = offset + skipped * format.bytesPerSample();
            return new Chunk(start, bytes, from, left, commit, speech && left > quiet, quiet, Gap.NONE);
        }

        private Chunk untilGap() {
            int count = (int) (gap.end - position);
            return new Chunk(position, bytes, offset, count, false, speech && count > gap.length, gap.length, Gap.NONE);
        }
    }

    /** A short quiet between words. @param length in samples @param end its position in the source */
    record Gap(long length, long end) {
        static final Gap NONE = new Gap(0, 0);
    }

    /** A word may begin this much more quietly than it goes on. */
    private static final Duration QUIET_BEGINNING = Duration.ofMillis(500);

    private final PcmFormat format;
    private final PauseDetector pauses;
    private final Deque<Chunk> sent = new ArrayDeque<>();
    private final Deque<Chunk> unsent = new ArrayDeque<>();
    private long end;
    /** There is no speech before this position; at or before {@link #start()} when that is not known yet. */
    private long silentUntil;

    /** Written on the loop, read by any thread. */
    private volatile long keptSamples;

    private long unsentSamples;

    /** @param start the position of the first sample */
    ReplayBuffer(PcmFormat format, long start) {
        this.format = format;
        this.end = start;
        this.silentUntil = start;
        this.pauses = new PauseDetector(format);
    }

    /** Adds the audio that follows what was added before. */
    void append(ByteBuffer bytes, boolean commit) {
        int samples = bytes.remaining() / format.bytesPerSample();
        ByteBuffer kept = bytes.hasArray() ? bytes : copied(bytes);
        pauses.startSegment();
        pauses.add(kept);
        boolean silent = !pauses.containsSpeech();
        silentUntil = silent && silentUntil == end ? end + samples : silentUntil;
        Gap gap = pauses.gapSamples() == 0 ? Gap.NONE : new Gap(pauses.gapSamples(), end + pauses.gapEnd());
        unsent.addLast(new Chunk(
                end,
                kept.array(),
                kept.arrayOffset() + kept.position(),
                samples,
                commit,
                !silent,
                pauses.quietSamples(),
                gap));
        end += samples;
        keptSamples += samples;
        unsentSamples += samples;
    }

    private static ByteBuffer copied(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    /** Whether a commit behind what is kept would cover nothing more than those before. */
    boolean endsWithCommit() {
        Chunk last = unsent.isEmpty() ? sent.peekLast() : unsent.peekLast();
        return last == null || last.commit;
    }

    /** The source goes on at a later position; what lies between is no audio. */
    void jump(long position) {
        silentUntil = silentUntil == end ? position : silentUntil;
        end = position;
    }

    /** The next chunk to send, which stays; null when all of them are sent. */
    Chunk peek() {
        return unsent.peekFirst();
    }

    /** Takes the next chunk to send it. */
    Chunk take() {
        Chunk next = unsent.removeFirst();
        unsentSamples -= next.samples;
        sent.addLast(next);
        return next;
    }

    /** Cuts the next chunk in two, right behind its gap. */
    void cutNextAtGap() {
        Chunk whole = unsent.removeFirst();
        unsent.addFirst(whole.from(whole.gap.end, format));
        unsent.addFirst(whole.untilGap());
    }

    /** Forgets what lies before this position: a commit covers it. */
    void commitThrough(long position) {
        while (!sent.isEmpty() && sent.getFirst().end() <= position) {
            keptSamples -= sent.removeFirst().samples;
        }
        if (!sent.isEmpty() && sent.getFirst().position < position) {
            Chunk cut = sent.removeFirst();
            Chunk rest = cut.from(position, format);
            keptSamples -= cut.samples - rest.samples;
            sent.addFirst(rest);
        }
    }

    /** Puts the audio that was sent and is not committed back, to be sent again. */
    void rewind() {
        while (!sent.isEmpty()) {
            Chunk last = sent.removeLast();
            unsentSamples += last.samples;
            unsent.addFirst(last);
        }
    }

    /** Drops the oldest audio until no more than the limit is kept; returns how much was dropped. */
    Duration giveUpBeyond(Duration limit) {
        long lost = 0;
        while (keptSamples > format.samples(limit)) {
            boolean fromSent = !sent.isEmpty();
            Chunk oldest = fromSent ? sent.removeFirst() : unsent.removeFirst();
            unsentSamples -= fromSent ? 0 : oldest.samples;
            keptSamples -= oldest.samples;
            lost += oldest.samples;
        }
        return format.duration(lost);
    }

    /** The first position that no commit covers; with nothing kept, the position that is read next. */
    long start() {
        Chunk first = sent.isEmpty() ? unsent.peekFirst() : sent.getFirst();
        return first == null ? end : first.position;
    }

    /** Up to where no speech is kept: {@link #start()}, or a little before the first word behind it. */
    long silentThrough() {
        long start = start();
        if (silentUntil < start) {
            silentUntil = Stream.concat(sent.stream(), unsent.stream())
                    .filter(Chunk::speech)
                    .mapToLong(Chunk::position)
                    .findFirst()
                    .orElse(end);
        }
        return Math.max(start, silentUntil - format.samples(QUIET_BEGINNING));
    }

    /** Whether a sent chunk that begins in this range holds speech. */
    boolean hasSpeech(long from, long to) {
        return sent.stream().anyMatch(chunk -> chunk.speech && chunk.position >= from && chunk.position < to);
    }

    /** Whether anything that was sent and is not committed holds speech. */
    boolean hasSpeech() {
        return hasSpeech(start(), end);
    }

    /** The start of the first pause in the sent audio that follows speech and has at least this length; empty when there is none. */
    OptionalLong firstPause(Duration length) {
        return firstPause(length, end);
    }

    /** The same, of the pauses that reach this length before a position. */
    OptionalLong firstPause(Duration length, long before) {
        boolean spoken = false;
        long samples = format.samples(length);
        for (Chunk chunk : sent) {
            if (chunk.position >= before) {
                break;
            }
            spoken |= chunk.speech;
            if (spoken && chunk.quiet >= samples) {
                return OptionalLong.of(startOfQuiet(chunk));
            }
        }
        return OptionalLong.empty();
    }

    /** The start of the first pause of at least this length that begins in this range of the sent audio; empty when there is none. */
    OptionalLong pauseIn(long from, long to, Duration length) {
        long samples = format.samples(length);
        for (Chunk chunk : sent) {
            long start = startOfQuiet(chunk);
            if (start > to) {
                break;
            }
            if (start >= from && chunk.quiet >= samples) {
                return OptionalLong.of(start);
            }
        }
        return OptionalLong.empty();
    }

    /** The sent audio from one position to another, as far as it is kept; silence where it is not. */
    byte[] sent(long from, long to) {
        byte[] bytes = format.silence((int) (to - from));
        int size = format.bytesPerSample();
        for (Chunk chunk : sent) {
            long start = Math.max(from, chunk.position);
            int count = (int) (Math.min(to, chunk.end()) - start);
            if (count > 0) {
                int at = chunk.offset + (int) (start - chunk.position) * size;
                System.arraycopy(chunk.bytes, at, bytes, (int) (start - from) * size, count * size);
            }
        }
        return bytes;
    }

    private static long startOfQuiet(Chunk chunk) {
        return chunk.end() - chunk.quiet;
    }

    /** Safe for any thread. */
    Duration kept() {
        return format.duration(keptSamples);
    }

    /** In samples. */
    long unsent() {
        return unsentSamples;
    }

    PcmFormat format() {
        return format;
    }

    void clear() {
        sent.clear();
        unsent.clear();
        keptSamples = 0;
        unsentSamples = 0;
    }
}
