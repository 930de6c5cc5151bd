package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that is opened again when it breaks or, if it restarts, when it ends: one source to the session, whose clock so
 * goes on. What was said before a gap is committed at once; the gap itself takes no time.
 *
 * <p>A stream that comes back in another format ends this source: it takes another session to go on.
 *
 * <p>Owned by its loop: all fields but the volatile ones are touched there and nowhere else. The methods may be called from
 * any thread.
 */
final class ReopeningSource implements AudioSource {

    private static final Logger LOG = LoggerFactory.getLogger(ReopeningSource.class);

    private enum State {
        /** No stream, and none on its way: before the first one, and after one until the gap is told. */
        BETWEEN,
        /** Waits before the next attempt. */
        WAITING,
        OPENING,
        OPEN,
        OVER
    }

    private final String name;
    private final Supplier<? extends AudioSource> streams;
    private final boolean restarts;
    private final Backoff backoff;
    private final SessionLoop loop;
    private final Consumer<Throwable> onOutage;
    private final CompletableFuture<Opened> opened = new CompletableFuture<>();

    private State state = State.BETWEEN;
    private AudioSource stream;
    private CompletableFuture<Block> reader;
    private Timer retry = Timer.NONE;
    /** Whether there was audio since the last gap. */
    private boolean heard;
    /** Whether the last block was live. */
    private boolean live;
    /** A failure that was told and that no audio has followed yet; null for none. */
    private volatile Throwable outage;

    private volatile boolean exhausted;

    /**
     * @param name     of the stream, for the log
     * @param streams  gives the stream, not yet opened, as often as it is needed
     * @param restarts whether a stream that ends is opened again, as one that breaks is
     * @param onOutage hears of the first failure after audio, or after the beginning; called on the loop
     */
    ReopeningSource(
            String name,
            Supplier<? extends AudioSource> streams,
            boolean restarts,
            Backoff backoff,
            SessionLoop loop,
            Consumer<Throwable> onOutage) {
        this.name = Printable.of(name);
        this.streams = streams;
        this.restarts = restarts;
        this.backoff = backoff;
        this.loop = loop;
        this.onOutage = onOutage;
    }

    /** Completes when the stream was opened for the first time, however often that has to be tried. */
    @Override
    public CompletionStage<Opened> open() {
        loop.execute(() -> {
            if (state == State.BETWEEN) {
                connect();
            }
        });
        return opened;
    }

    @Override
    public CompletionStage<Block> read() {
        CompletableFuture<Block> block = new CompletableFuture<>();
        loop.execute(() -> {
            reader = block;
            proceed();
        });
        return block;
    }

    /** Whether the stream has ended by itself, and is not opened again. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Why there is no audio at the moment; empty when there is some, or none was tried for yet. */
    Optional<Throwable> outage() {
        return Optional.ofNullable(outage);
    }

    /** Lets the audio end where it is. */
    void end() {
        loop.execute(() -> finish("it was told to end"));
    }

    @Override
    public void close() {
        end();
    }

    private void connect() {
        state = State.OPENING;
        AudioSource opening = streams.get();
        stream = opening;
        opening.open()
                .whenComplete((found, failure) -> loop.execute(() -> {
                    if (stream == opening) {
                        onOpened(found, failure);
                    }
                }));
    }

    private void onOpened(Opened found, Throwable failure) {
        if (failure != null) {
            onBroken(failure);
        } else if (opened.isDone() && !opened.join().equals(found)) {
            finish("it came back as " + found.format().wireName() + " with " + found.channels() + " channels");
        } else {
            state = State.OPEN;
            opened.complete(found);
            proceed();
        }
    }

    /** Does what the reader waits for, as far as that is possible now. */
    private void proceed() {
        if (state == State.BETWEEN && !heard) {
            state = State.WAITING;
            retry = loop.schedule(backoff.next(), this::connect);
        } else if (reader == null) {
            return;
        } else if (state == State.BETWEEN) {
            heard = false;
            give(new Block(ByteBuffer.allocate(0), true, live));
        } else if (state == State.OPEN) {
            pull();
        } else if (state == State.OVER) {
            give(Block.END);
        }
    }

    private void pull() {
        AudioSource pulled = stream;
        pulled.read()
                .whenComplete((block, failure) -> loop.execute(() -> {
                    if (stream == pulled) {
                        onRead(block, failure);
                    }
                }));
    }

    private void onRead(Block block, Throwable failure) {
        if (failure != null) {
            onBroken(failure);
        } else if (block != Block.END) {
            onAudio(block);
        } else if (restarts) {
            leave();
        } else {
            exhausted = true;
            finish("the stream has ended");
        }
    }

    private void onAudio(Block block) {
        if (outage != null) {
            outage = null;
            LOG.info("{} gives audio again", name);
        }
        backoff.reset();
        heard = true;
        live = block.live();
        give(block);
    }

    private void onBroken(Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        LOG.debug("{} broke: {}", name, Printable.of(cause.getMessage()));
        if (outage == null) {
            outage = cause;
            onOutage.accept(cause);
        }
        leave();
    }

    private void leave() {
        closeStream();
        state = State.BETWEEN;
        proceed();
    }

    private void finish(String why) {
        if (state == State.OVER) {
            return;
        }
        LOG.debug("{} gives no more audio: {}", name, why);
        state = State.OVER;
        retry.cancel();
        closeStream();
        // Whoever waits for a format hears of an end only after it; which one makes no difference to no audio.
        opened.complete(new Opened(PcmFormat.PCM_16000, 1));
        proceed();
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    private void give(Block block) {
        CompletableFuture<Block> waiting = reader;
        reader = null;
        waiting.complete(block);
    }
}
