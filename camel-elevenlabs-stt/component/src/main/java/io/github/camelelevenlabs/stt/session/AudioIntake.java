package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Chunker;
import io.github.camelelevenlabs.stt.audio.PauseDetector;
import io.github.camelelevenlabs.stt.audio.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The audio on its way from the source to the wire: a little of it, in chunks, with the pauses in what was taken. Asks the
 * source for more only while little is left, and so makes it wait. Used on the session's loop.
 */
final class AudioIntake {

    /** Enough to bridge a slow read, little enough to be nothing beside the audio of thousands of sessions. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    /**
     * Audio for one message.
     *
     * @param commit whether the source wants everything up to here committed
     */
    record Chunk(ByteBuffer bytes, Duration duration, boolean commit) {
        /** The bytes where they are, unless they are nowhere in the heap. */
        Slice samples() {
            if (bytes.hasArray()) {
                return new Slice(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return Slice.of(copy);
        }
    }

    private final AudioSource source;
    private final Duration chunkDuration;
    private final SessionLoop loop;
    private final Runnable onChange;
    private final Deque<Chunk> chunks = new ArrayDeque<>();

    private PcmFormat format;
    private Chunker chunker;
    private PauseDetector pauses;
    private Duration buffered = Duration.ZERO;
    private Duration longestPause = Duration.ZERO;
    private boolean reading;
    private boolean sourceEnded;
    private boolean closed;
    private SessionFailure failure;

    /** @param onChange called on the loop when there is more audio, or an end, or a failure */
    AudioIntake(AudioSource source, Duration chunkDuration, SessionLoop loop, Runnable onChange) {
        this.source = source;
        this.chunkDuration = chunkDuration;
        this.loop = loop;
        this.onChange = onChange;
    }

    void open() {
        source.open().whenComplete((opened, broken) -> loop.execute(() -> onOpened(opened, broken)));
    }

    private void onOpened(PcmFormat opened, Throwable broken) {
        if (broken != null) {
            onBroken(broken);
        } else if (!closed) {
            format = opened;
            chunker = new Chunker(opened, chunkDuration);
            pauses = new PauseDetector(opened);
            read();
        }
    }

    private void read() {
        if (!reading && !sourceEnded && !closed && buffered.compareTo(ENOUGH) < 0) {
            reading = true;
            source.read().whenComplete((block, broken) -> loop.execute(() -> onRead(block, broken)));
        }
    }

    private void onRead(AudioSource.Block block, Throwable broken) {
        reading = false;
        if (broken != null) {
            onBroken(broken);
        } else if (!closed) {
            chunker.add(block.samples());
            chunker.next().ifPresent(this::addChunks);
            sourceEnded = block == AudioSource.Block.END;
            if (sourceEnded || block.commit()) {
                addLast(block.commit());
            }
            onChange.run();
            read();
        }
    }

    private void addChunks(ByteBuffer first) {
        for (Optional<ByteBuffer> next = Optional.of(first); next.isPresent(); next = chunker.next()) {
            add(next.get(), false);
        }
    }

    private void addLast(boolean commit) {
        Optional<ByteBuffer> rest = chunker.flush();
        if (rest.isPresent() || commit) {
            add(rest.orElse(ByteBuffer.allocate(0)), commit);
        }
    }

    private void add(ByteBuffer bytes, boolean commit) {
        Duration duration = format.duration(bytes.remaining() / format.bytesPerSample());
        buffered = buffered.plus(duration);
        chunks.addLast(new Chunk(bytes, duration, commit));
    }

    private void onBroken(Throwable broken) {
        if (!closed) {
            Throwable cause = broken instanceof CompletionException ? broken.getCause() : broken;
            boolean audio = cause instanceof AudioException;
            failure = SessionFailure.of(audio ? ErrorCode.INVALID_AUDIO : ErrorCode.AUDIO_SOURCE_FAILED, cause);
            onChange.run();
        }
    }

    /** The next chunk, which stays; null when there is none now. */
    Chunk peek() {
        return chunks.peekFirst();
    }

    /** Takes the next chunk out to be sent, and listens to it. */
    Chunk take() {
        Chunk next = chunks.removeFirst();
        buffered = buffered.minus(next.duration());
        pauses.add(next.bytes());
        if (pauses.heardSpeech() && pauses.quiet().compareTo(longestPause) > 0) {
            longestPause = pauses.quiet();
        }
        read();
        return next;
    }

    /** Whether everything the source had was taken. */
    boolean isEnded() {
        return sourceEnded && chunks.isEmpty();
    }

    Optional<SessionFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Known once there is a chunk. */
    PcmFormat format() {
        return format;
    }

    /** How long it has been quiet where the last chunk taken ends. */
    Duration quiet() {
        return pauses.quiet();
    }

    /** Whether speech was followed by a pause this long since {@link #forgetPauses()}. */
    boolean heardPauseOf(Duration pause) {
        return longestPause.compareTo(pause) >= 0;
    }

    void forgetPauses() {
        longestPause = Duration.ZERO;
        pauses.startSegment();
    }

    void close() {
        closed = true;
        chunks.clear();
        source.close();
    }
}
