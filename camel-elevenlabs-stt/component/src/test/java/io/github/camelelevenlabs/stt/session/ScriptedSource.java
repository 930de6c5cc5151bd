package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A source of 16 kHz audio that the test scripts: speech is a loud tone, silence is zeros. A read waits for more of the script. */
final class ScriptedSource implements AudioSource {

    private static final PcmFormat FORMAT = PcmFormat.PCM_16000;

    private final Deque<Block> blocks = new ArrayDeque<>();
    private CompletableFuture<Block> reader;
    private Throwable broken;
    private int reads;
    private boolean closed;
    private boolean live;

    ScriptedSource speech(Duration duration) {
        return add(duration, 8_000, false);
    }

    ScriptedSource silence(Duration duration) {
        return add(duration, 0, false);
    }

    /** Speech at whose end the source requests a commit. */
    ScriptedSource speechAndCommit(Duration duration) {
        return add(duration, 8_000, true);
    }

    /** A live source, which does not wait for its reader. */
    ScriptedSource live() {
        live = true;
        return this;
    }

    ScriptedSource end() {
        return add(Block.END);
    }

    ScriptedSource breaks(Throwable failure) {
        broken = failure;
        hand();
        return this;
    }

    private ScriptedSource add(Duration duration, int amplitude, boolean commit) {
        long samples = FORMAT.samples(duration);
        long blockSamples = FORMAT.samples(Duration.ofMillis(500));
        for (long at = 0; at < samples; at += blockSamples) {
            long length = Math.min(blockSamples, samples - at);
            ByteBuffer bytes = ByteBuffer.allocate((int) length * 2).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                bytes.putShort((short) (bytes.position() % 4 == 0 ? amplitude : -amplitude));
            }
            add(new Block(bytes.flip(), commit && at + length == samples));
        }
        return this;
    }

    private ScriptedSource add(Block block) {
        blocks.add(block);
        hand();
        return this;
    }

    private void hand() {
        if (reader != null && (broken != null || !blocks.isEmpty())) {
            CompletableFuture<Block> waiting = reader;
            reader = null;
            complete(waiting);
        }
    }

    private void complete(CompletableFuture<Block> waiting) {
        if (blocks.isEmpty()) {
            waiting.completeExceptionally(broken);
        } else {
            Block next = blocks.remove();
            waiting.complete(
                    next == Block.END ? next : new Block(next.samples(), next.commit(), live, next.position()));
        }
    }

    @Override
    public CompletionStage<Opened> open() {
        return CompletableFuture.completedFuture(new Opened(FORMAT, 1));
    }

    @Override
    public CompletionStage<Block> read() {
        reads++;
        CompletableFuture<Block> block = new CompletableFuture<>();
        if (blocks.isEmpty() && broken == null) {
            reader = block;
        } else {
            complete(block);
        }
        return block;
    }

    @Override
    public void close() {
        closed = true;
    }

    int reads() {
        return reads;
    }

    boolean isClosed() {
        return closed;
    }
}
