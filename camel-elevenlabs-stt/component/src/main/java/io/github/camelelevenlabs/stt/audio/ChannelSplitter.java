package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.text.Causes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Splits a source into one source for each channel, each for a session of its own. Safe for use by several threads;
 * no method blocks.
 *
 * <p>The channels may be read at different speeds, but none gets more than ten seconds ahead of another: its next
 * block then waits. All channels must therefore be read. Closing one channel closes all.
 */
public final class ChannelSplitter {

    private static final int SECONDS_AHEAD = 10;

    private final AudioSource interleaved;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Channel> channels = new ArrayList<>();
    private PcmFormat format;
    private boolean reading;
    private boolean ended;
    private Throwable failure;

    /** @param interleaved a source that is not open yet */
    public ChannelSplitter(AudioSource interleaved) {
        this.interleaved = interleaved;
    }

    /** Opens the source and returns its channels in order. Fails as {@link AudioSource#open()} does. */
    public CompletionStage<List<AudioSource>> open() {
        return interleaved.open().thenApply(opened -> {
            format = opened.format();
            for (int number = 0; number < opened.channels(); number++) {
                channels.add(new Channel());
            }
            return List.copyOf(channels);
        });
    }

    /** The format of each channel, once they are open. */
    public PcmFormat format() {
        return format;
    }

    /** Closes the source. May be called more than once. */
    public void close() {
        interleaved.close();
    }

    /** Reads the next block if a channel waits for one and none is too far ahead. */
    private void advance() {
        List<Runnable> answers = new ArrayList<>();
        boolean read;
        lock.lock();
        try {
            channels.forEach(channel -> channel.answer(answers));
            boolean wanted = channels.stream().anyMatch(channel -> channel.waiting != null);
            boolean room =
                    channels.stream().allMatch(channel -> channel.samplesAhead < SECONDS_AHEAD * format.sampleRate());
            read = wanted && room && !reading && !ended && failure == null;
            reading |= read;
        } finally {
            lock.unlock();
        }
        answers.forEach(Runnable::run);
        if (read) {
            interleaved.read(this::onRead);
        }
    }

    private void onRead(Block block, Throwable broken) {
        lock.lock();
        try {
            reading = false;
            if (broken != null) {
                failure = Causes.unwrapped(broken);
            } else if (block == Block.END) {
                ended = true;
            } else {
                take(block);
            }
        } finally {
            lock.unlock();
        }
        advance();
    }

    private void take(Block block) {
        int bytes = format.bytesPerSample();
        int count = channels.size();
        ByteBuffer in = block.samples();
        int frames = in.remaining() / (bytes * count);
        for (int number = 0; number < count; number++) {
            ByteBuffer samples = ByteBuffer.allocate(frames * bytes);
            for (int frame = 0; frame < frames; frame++) {
                samples.put(frame * bytes, in, in.position() + (frame * count + number) * bytes, bytes);
            }
            channels.get(number).add(new Block(samples, block.commit(), block.live(), block.position()));
        }
    }

    /** The source of one channel. */
    private final class Channel implements AudioSource {

        // Guarded by the lock:
        private final Deque<Block> blocks = new ArrayDeque<>();
        private CompletableFuture<Block> waiting;
        private int samplesAhead;

        @Override
        public CompletionStage<Opened> open() {
            return CompletableFuture.completedFuture(new Opened(format, 1));
        }

        @Override
        public CompletionStage<Block> read() {
            CompletableFuture<Block> next = new CompletableFuture<>();
            lock.lock();
            try {
                waiting = next;
            } finally {
                lock.unlock();
            }
            advance();
            return next;
        }

        private void add(Block block) {
            blocks.add(block);
            samplesAhead += block.samples().remaining() / format.bytesPerSample();
        }

        /** Adds the completion of a pending read, so that it runs without the lock. */
        private void answer(List<Runnable> answers) {
            if (waiting == null || blocks.isEmpty() && !ended && failure == null) {
                return;
            }
            CompletableFuture<Block> answered = waiting;
            waiting = null;
            if (!blocks.isEmpty()) {
                Block block = blocks.remove();
                samplesAhead -= block.samples().remaining() / format.bytesPerSample();
                answers.add(() -> answered.complete(block));
            } else {
                answers.add(
                        failure == null
                                ? () -> answered.complete(Block.END)
                                : () -> answered.completeExceptionally(failure));
            }
        }

        @Override
        public void close() {
            ChannelSplitter.this.close();
        }
    }
}
