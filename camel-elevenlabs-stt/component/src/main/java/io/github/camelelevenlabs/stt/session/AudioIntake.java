package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.Chunker;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the audio from the source into the {@link ReplayBuffer}, in chunks. Reads a source that can wait only while little audio is
 * left to send. Always reads a live source, and keeps its audio up to a limit while the service cannot be
 * reached. Drops what is covered already or has come before, as fast as it is decoded. Used on the session's loop.
 */
final class AudioIntake {

    private static final Logger LOG = LoggerFactory.getLogger(AudioIntake.class);

    /** Enough to bridge a slow read, and little enough to be kept for thousands of sessions. */
    private static final Duration MAX_UNSENT = Duration.ofSeconds(2);

    private final String sessionId;
    private final PositionedSource source;
    private final SessionSettings settings;
    private final SessionLoop loop;
    private final Consumer<AudioSource.Opened> onOpened;
    private final Runnable onChange;
    private final Duration startAt;

    private ReplayBuffer buffer;
    private Chunker chunker;
    /** The end of the audio that is here, in samples. */
    private long end;

    /** Written on the loop, read by any thread. */
    private volatile Duration givenUp = Duration.ZERO;

    private boolean reading;
    /** Whether the last block was live. */
    private boolean live;

    private boolean sourceEnded;
    private boolean closed;
    private SessionFailure failure;

    /**
     * @param comesAgain whether messages that fail are sent again
     * @param onOpened called on the loop when the format is known
     * @param onChange called on the loop when there is more audio, or an end, or a failure
     */
    AudioIntake(
            String sessionId,
            AudioSource source,
            SessionSettings settings,
            SessionLoop loop,
            BooleanSupplier comesAgain,
            Consumer<AudioSource.Opened> onOpened,
            Runnable onChange) {
        this.sessionId = sessionId;
        this.source = new PositionedSource(source, settings.resumption(), new LateAudio(sessionId, comesAgain));
        this.startAt = settings.resumption().covered();
        this.settings = settings;
        this.loop = loop;
        this.onOpened = onOpened;
        this.onChange = onChange;
    }

    void open() {
        if (closed) {
            return;
        }
        source.open().whenComplete((found, broken) -> loop.execute(() -> opened(found, broken)));
    }

    private void opened(AudioSource.Opened found, Throwable broken) {
        if (broken != null) {
            onBroken(broken);
        } else if (!closed) {
            end = found.format().position(startAt);
            buffer = new ReplayBuffer(found.format(), end);
            chunker = new Chunker(found.format(), settings.chunkDuration());
            onOpened.accept(found);
            read();
        }
    }

    /** Reads the next block if there is room for it. Does not block. */
    void read() {
        boolean room = live || buffer.unsent() < buffer.format().samples(MAX_UNSENT);
        if (room && !reading && !sourceEnded && !closed) {
            reading = true;
            source.read((block, broken) -> loop.execute(() -> onRead(block, broken)));
        }
    }

    private void onRead(AudioSource.Block block, Throwable broken) {
        reading = false;
        if (broken != null) {
            onBroken(broken);
        } else if (!closed) {
            sourceEnded = block == AudioSource.Block.END;
            if (sourceEnded) {
                appendRest(false);
                checkLength();
            } else {
                live = block.live();
                append(block.samples());
                if (block.commit() && source.position().compareTo(startAt) > 0) {
                    appendRest(true);
                }
            }
            giveUpWhatIsTooMuch();
            onChange.run();
            read();
        }
    }

    /** Appends what of the samples is new, from their position on. */
    private void append(ByteBuffer samples) {
        long gap = source.start() - end;
        if (gap > 0 && samples.hasRemaining()) {
            appendRest(false);
            buffer.jump(source.start());
            end = source.start();
        }
        int bytesPerSample = buffer.format().bytesPerSample();
        int count = samples.remaining() / bytesPerSample;
        int known = (int) Math.min(Math.max(-gap, 0), count);
        chunker.add(samples.slice(samples.position() + known * bytesPerSample, (count - known) * bytesPerSample));
        end += count - known;
        for (Optional<ByteBuffer> next = chunker.next(); next.isPresent(); next = chunker.next()) {
            buffer.append(next.get(), false);
        }
    }

    private void appendRest(boolean commit) {
        Optional<ByteBuffer> rest = chunker.flush();
        if (rest.isPresent() || commit && !buffer.endsWithCommit()) {
            buffer.append(rest.orElse(ByteBuffer.allocate(0)), commit);
        }
    }

    /** A recording that ends before the audio begins that is to be transcribed is another one. */
    private void checkLength() {
        if (settings.resumption().recording() && source.position().compareTo(startAt) < 0) {
            failure =
                    SessionFailure.of(ErrorCode.INVALID_AUDIO, new ShortRecordingException(source.position(), startAt));
        }
    }

    private void giveUpWhatIsTooMuch() {
        if (!live) {
            return;
        }
        Duration lost = buffer.giveUpBeyond(settings.continuity().replayLimit());
        if (!lost.isZero()) {
            if (givenUp.isZero()) {
                LOG.warn(
                        "{} gives up the oldest audio of a live source: more than replayLimit={} ms of it wait for the service"
                                + " or for a route",
                        sessionId,
                        settings.continuity().replayLimit().toMillis());
            }
            givenUp = givenUp.plus(lost);
        }
    }

    private void onBroken(Throwable broken) {
        if (!closed) {
            failure = SessionFailure.ofSource(broken);
            onChange.run();
        }
    }

    /** Whether there is anything to send. */
    boolean hasAudio() {
        return buffer != null && buffer.peek() != null;
    }

    /** Whether the source has no more and all of it was sent. */
    boolean isEnded() {
        return sourceEnded && buffer.peek() == null;
    }

    Optional<SessionFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** The audio that is kept; null until the source is open, for other threads than the loop's until its first move behind that. */
    ReplayBuffer buffer() {
        return buffer;
    }

    /** How far the source was read. Safe for any thread. */
    Duration position() {
        return source.position();
    }

    /** How far the source is covered by commits. */
    Duration committedThrough() {
        return buffer == null ? startAt : buffer.format().duration(buffer.start());
    }

    /** How far the source is covered: by commits, and by the silence behind them. Zero while a recording may end before its start. */
    Duration covered() {
        if (settings.resumption().recording() && source.position().compareTo(startAt) < 0) {
            return Duration.ZERO;
        }
        return buffer == null ? startAt : buffer.format().duration(buffer.silentThrough());
    }

    /** Audio of a live source that was lost because an outage lasted too long. Safe for any thread. */
    Duration givenUp() {
        return givenUp;
    }

    /** Reads no more. What is here stays. */
    void stop() {
        closed = true;
    }

    void close() {
        closed = true;
        if (buffer != null) {
            buffer.clear();
        }
        try {
            source.close();
        } catch (RuntimeException | Error broken) {
            // The stream may be the user's own. The session ends all the same.
            LOG.debug("{} could not close its source", sessionId, broken);
        }
    }
}
