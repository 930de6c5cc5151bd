package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.Chunker;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the audio from the source into the {@link ReplayBuffer}, in chunks. Reads a source that can wait only while little audio is
 * left to send. Always reads a live source, and keeps its audio up to a limit while the service cannot be
 * reached. Used on the session's loop.
 */
final class AudioIntake {

    private static final Logger LOG = LoggerFactory.getLogger(AudioIntake.class);

    /** Enough to bridge a slow read, and little enough to be kept for thousands of sessions. */
    private static final Duration MAX_UNSENT = Duration.ofSeconds(2);

    private final String sessionId;
    private final AudioSource source;
    private final SessionSettings settings;
    private final SessionLoop loop;
    private final Runnable onChange;

    private ReplayBuffer buffer;
    private Chunker chunker;
    private Duration givenUp = Duration.ZERO;
    private boolean reading;
    /** Whether the last block was live. */
    private boolean live;

    private boolean sourceEnded;
    private boolean closed;
    private SessionFailure failure;

    /** @param onChange called on the loop when there is more audio, or an end, or a failure */
    AudioIntake(String sessionId, AudioSource source, SessionSettings settings, SessionLoop loop, Runnable onChange) {
        this.sessionId = sessionId;
        this.source = source;
        this.settings = settings;
        this.loop = loop;
        this.onChange = onChange;
    }

    void open() {
        if (closed) {
            return;
        }
        source.open().whenComplete((opened, broken) -> loop.execute(() -> onOpened(opened, broken)));
    }

    private void onOpened(AudioSource.Opened opened, Throwable broken) {
        if (broken != null) {
            onBroken(broken);
        } else if (!closed) {
            buffer = new ReplayBuffer(opened.format());
            chunker = new Chunker(opened.format(), settings.chunkDuration());
            read();
        }
    }

    /** Reads the next block if there is room for it. Does not block. */
    void read() {
        boolean room = live || buffer.unsent().compareTo(MAX_UNSENT) < 0;
        if (room && !reading && !sourceEnded && !closed) {
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
            for (Optional<ByteBuffer> next = chunker.next(); next.isPresent(); next = chunker.next()) {
                buffer.append(next.get(), false);
            }
            sourceEnded = block == AudioSource.Block.END;
            live = sourceEnded ? live : block.live();
            if (sourceEnded || block.commit()) {
                appendRest(block.commit());
            }
            giveUpWhatIsTooMuch();
            onChange.run();
            read();
        }
    }

    private void appendRest(boolean commit) {
        Optional<ByteBuffer> rest = chunker.flush();
        if (rest.isPresent() || commit) {
            buffer.append(rest.orElse(ByteBuffer.allocate(0)), commit);
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

    /** The audio that is kept; null until the source is open. */
    ReplayBuffer buffer() {
        return buffer;
    }

    /** Audio of a live source that was lost because an outage lasted too long. */
    Duration givenUp() {
        return givenUp;
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
