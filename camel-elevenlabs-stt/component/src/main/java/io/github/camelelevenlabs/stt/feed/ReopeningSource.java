package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that is opened again when it fails and, with {@code restarts}, also when it ends. To the session it is one source whose
 * time continues: the audio before a gap is committed at once, and the gap itself has no duration.
 *
 * <p>A stream that comes back in another format ends this source, because a session has one format.
 *
 * <p>All fields except the volatile ones are used on the loop only. The methods may be called from any thread; none blocks.
 */
final class ReopeningSource implements AudioSource {

    private static final Logger LOG = LoggerFactory.getLogger(ReopeningSource.class);

    private enum State {
        /** No stream: before the first one, and after one until the session has got the commit of the gap. */
        BETWEEN,
        /** A timer runs before the next attempt. */
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
    /** Whether audio came since the last gap. */
    private boolean audioCame;
    /** Whether the last block was of live audio. */
    private boolean live;
    /** The failure that was reported, until audio comes again; null for none. */
    private volatile Throwable outage;

    private volatile boolean exhausted;

    /**
     * @param name     the name of the stream, for the log
     * @param streams  makes the stream, not yet opened, for each attempt
     * @param restarts whether a stream that ends is opened again
     * @param onOutage called on the loop with the first failure after the beginning or after audio; must not block
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

    /** Completes when the stream was opened for the first time, after any number of attempts. */
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

    /** Whether the stream has ended and is not opened again. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Why there is no audio now; empty while there is audio, and before the first failure. */
    Optional<Throwable> outage() {
        return Optional.ofNullable(outage);
    }

    /** Ends the audio now. */
    @Override
    public void close() {
        loop.execute(() -> finish("it was told to end"));
    }

    private void connect() {
        state = State.OPENING;
        stream = streams.get();
        onLoop(stream.open(), this::onOpened);
    }

    /** Continues on the loop, unless the stream was closed meanwhile. */
    private <T> void onLoop(CompletionStage<T> result, BiConsumer<T, Throwable> next) {
        AudioSource asked = stream;
        result.whenComplete((value, failure) -> loop.execute(() -> {
            if (stream == asked) {
                next.accept(value, failure);
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

    /** Serves the pending read, as far as the state allows it. */
    private void proceed() {
        if (state == State.BETWEEN && !audioCame) {
            state = State.WAITING;
            retry = loop.schedule(backoff.next(), this::connect);
        } else if (reader == null) {
            return;
        } else if (state == State.BETWEEN) {
            audioCame = false;
            give(new Block(ByteBuffer.allocate(0), true, live));
        } else if (state == State.OPEN) {
            onLoop(stream.read(), this::onRead);
        } else if (state == State.OVER) {
            give(Block.END);
        }
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
        audioCame = true;
        live = block.live();
        // To the session, a stream that was opened again goes on where the one before ended.
        give(block.at(OptionalLong.empty()));
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
        // The session reads the end only after it has a format; without audio any format will do.
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
