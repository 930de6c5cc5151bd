package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * A source whose audio is fed piece by piece, from any thread, while the session reads it: the audio of a stream session, or of a
 * {@link Recording} in one piece.
 *
 * <p>All pieces form one recording and may be cut at any position. A piece that is a complete WAV is unwrapped if it has the format of the
 * session. A piece is decoded when the session asks for more, so a feeder that waits for the stage of its piece is slowed down to the speed
 * of the session. The number of waiting pieces is limited only by the callers: see {@link #waiting()}.
 *
 * <p>A piece of a stream session fails alone if its stream breaks or if it is a WAV of another format: the audio before stays, and the
 * session continues with the next piece. Audio that cannot be decoded before the format is known fails the whole source. The single piece
 * of a recording always fails the whole source, after the samples before the failure were delivered.
 *
 * <p>With ffmpeg, samples are delayed: a piece counts as taken when ffmpeg has received it, and its commit is sent with the next samples.
 *
 * <p>No method blocks or takes a lock. The thread that changes something does the resulting work, one thread at a time. Stages complete on
 * that thread: a feeder, the reader, or a thread of the executor. Callbacks on them must not block.
 */
public final class FedSource implements AudioSource {

    private final Decoding decoding;
    /** Whether the audio is a single piece: a recording. */
    private final boolean whole;

    // Written by any thread:
    private final PieceQueue queue;
    private final CompletableFuture<Opened> opened = new CompletableFuture<>();
    private final AtomicReference<CompletableFuture<Block>> reader = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile boolean opening;
    /** Null unless ffmpeg decodes. Changed only by the thread that does the work. */
    private volatile FedTranscoding transcoding;

    // Used only by the thread that does the work:
    private final PieceDecoder decoder;
    private final PiecePositions positions;
    private final HeldBack heldBack = new HeldBack();
    /** Decoded samples that are not yet delivered. */
    private ByteBuffer samples = ByteBuffer.allocate(0);

    private FedPiece current;
    private CompletableFuture<Optional<ByteBuffer>> reading;
    private boolean commitDue;
    private boolean noMorePieces;
    /** Why reading a recording failed, while ffmpeg still has samples of it. */
    private Throwable broken;

    private boolean finished;

    /** @param hint what the first message of the session says about the audio */
    public FedSource(AudioHint hint, Decoding decoding) {
        this(false, hint, decoding);
    }

    /** A source for a recording. */
    FedSource(AudioPiece all, AudioHint hint, Decoding decoding) {
        this(true, hint, decoding);
        feed(all);
        end();
    }

    private FedSource(boolean whole, AudioHint hint, Decoding decoding) {
        this.whole = whole;
        this.decoding = decoding;
        positions = new PiecePositions(whole ? OptionalLong.of(0) : OptionalLong.empty());
        queue = new PieceQueue(decoding);
        decoder = new PieceDecoder(hint, decoding.settings());
    }

    /**
     * Adds a piece, from any thread. An empty piece with a commit results in an empty block with a commit; before any
     * audio there is nothing to commit, and the piece is taken without a block.
     *
     * @return completes when the session has read all audio of the piece. Fails with the fault of the piece, with the
     *     cause given to {@link #fail}, or with a {@link SourceClosedException} when the piece came after the end
     */
    public CompletionStage<Void> feed(AudioPiece piece) {
        return feed(piece, () -> {});
    }

    /** @param decoded called once when the decoder holds no more samples of the piece: about when it is taken, later with ffmpeg */
    public CompletionStage<Void> feed(AudioPiece piece, Runnable decoded) {
        CompletionStage<Void> taken = queue.add(piece, decoded);
        onChange();
        return taken;
    }

    /** Ends the audio after the pieces fed before. Safe for any thread, and more than once. */
    public void end() {
        queue.end();
        onChange();
    }

    /** Fails all pending and later pieces, and the source, with this cause. The first cause wins. Safe for any thread. */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        onChange();
    }

    /** The number of pieces that are neither taken nor failed, including the current one. Safe for any thread. */
    public int waiting() {
        return queue.unsettled();
    }

    /** Whether the source was closed or has failed, so that later pieces fail for a reason that is not their own. Safe for any thread. */
    public boolean isClosed() {
        return failure.get() != null;
    }

    /** Whether ffmpeg is collecting the audio in a file, because it can decode it only as a whole. Safe for any thread. */
    boolean isCollecting() {
        FedTranscoding collecting = transcoding;
        return collecting != null && collecting.isCollecting();
    }

    @Override
    public CompletionStage<Opened> open() {
        opening = true;
        onChange();
        return opened;
    }

    @Override
    public CompletionStage<Block> read() {
        CompletableFuture<Block> block = new CompletableFuture<>();
        request(block);
        return block;
    }

    @Override
    public void read(BiConsumer<? super Block, ? super Throwable> next) {
        CompletableFuture<Block> block = new CompletableFuture<>();
        // Before the block can come: then it is called before the piece is settled.
        block.whenComplete(next);
        request(block);
    }

    private void request(CompletableFuture<Block> block) {
        if (!reader.compareAndSet(null, block)) {
            throw new IllegalStateException("The block before is still being read");
        }
        onChange();
    }

    @Override
    public void close() {
        fail(new SourceClosedException("The session has ended; it takes no more audio"));
    }

    /** Works until nothing changes any more. Returns at once if another thread, or a caller of this method, is already working. */
    private void onChange() {
        if (changes.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            work();
            seen = changes.addAndGet(-seen);
        } while (seen > 0);
    }

    private void work() {
        try {
            boolean advanced = true;
            while (advanced && failure.get() == null) {
                advanced = isWanted() && advance();
            }
        } catch (Throwable e) {
            // Errors are caught as well; otherwise the pieces that wait here would wait for ever.
            failure.compareAndSet(null, broken == null ? e : broken);
        }
        if (failure.get() != null) {
            abandon(failure.get());
        } else if (finished) {
            if (current != null) {
                // ffmpeg ended before the piece did: it needed no more bytes.
                settleCurrent(null);
            }
            if (!samples.hasRemaining()) {
                heldBack.end();
            }
            queue.refuse(new SourceClosedException("The audio has ended; this piece came after its end"));
        }
    }

    private boolean isWanted() {
        return reader.get() != null || opening && !opened.isDone();
    }

    /** Takes one step; false when nothing can be done before something changes. */
    private boolean advance() throws IOException {
        Optional<Opened> known = transcoding == null ? decoder.opened() : transcoding.opened();
        if (known.isPresent() && !opened.isDone()) {
            if (transcoding == null) {
                decoding.track().checkOnly();
            }
            opened.complete(known.get());
        } else if (samples.hasRemaining()) {
            deliver(nextBlock(opened.join()));
        } else if (finished && broken != null) {
            failure.compareAndSet(null, broken);
        } else if (finished) {
            reader.getAndSet(null).complete(Block.END);
        } else if (transcoding != null) {
            return advanceTranscoding();
        } else {
            return current == null ? startNext() : advanceCurrent();
        }
        return true;
    }

    /** Takes samples from ffmpeg first; otherwise gives it more bytes. */
    private boolean advanceTranscoding() throws IOException {
        Optional<ByteBuffer> transcoded = transcoding.samples();
        if (transcoded.isPresent()) {
            samples = transcoded.get();
            finished = transcoding.isEnded();
            return true;
        }
        return transcoding.isWritable() && !noMorePieces && (current == null ? startNext() : advanceCurrent());
    }

    private boolean startNext() throws IOException {
        Optional<FedPiece> next = queue.poll();
        if (next == null) {
            return false;
        }
        current = next.orElse(null);
        if (current == null) {
            endPieces();
        } else {
            decoder.startPiece();
        }
        return true;
    }

    private void endPieces() throws IOException {
        noMorePieces = true;
        if (transcoding == null) {
            samples = decoder.end();
            leaveToFfmpegIfUnsupported();
        }
        finished = transcoding == null;
        if (!finished) {
            transcoding.end();
        }
    }

    private boolean advanceCurrent() throws IOException {
        if (transcoding != null && transcoding.isRefused()) {
            onExhausted();
            return true;
        }
        if (reading == null) {
            reading = current.next(decoding);
            reading.whenComplete((bytes, failed) -> onChange());
        }
        if (!reading.isDone()) {
            return false;
        }
        CompletableFuture<Optional<ByteBuffer>> read = reading;
        reading = null;
        if (read.isCompletedExceptionally()) {
            Throwable cause = read.handle((nothing, failed) -> failed).join();
            // A recording ends here, and fails when what came before is given.
            broken = whole ? cause : null;
            settleCurrent(cause);
        } else {
            decode(read.join());
        }
        return true;
    }

    private void decode(Optional<ByteBuffer> bytes) throws IOException {
        if (bytes.isEmpty()) {
            onExhausted();
            return;
        }
        if (positions.isRepetition(current, transcoding == null && opened.isDone())) {
            commitDue |= current.commit();
            settleCurrent(null);
            return;
        }
        if (transcoding != null) {
            heldBack.wrote(bytes.get().remaining());
            transcoding.write(bytes.get());
            return;
        }
        try {
            ByteBuffer decoded = decoder.decode(bytes.get());
            samples = current.isExhausted() ? Joined.of(decoded, flushed()) : decoded;
            leaveToFfmpegIfUnsupported();
        } catch (AudioException e) {
            if (whole || !opened.isDone()) {
                throw e;
            }
            settleCurrent(e);
        }
    }

    /**
     * Samples held back for analysis with the next ones. A commit does not wait for these. A recording has no next piece: its
     * end returns them.
     */
    private ByteBuffer flushed() throws AudioException {
        ByteBuffer decided = current.commit() ? decoder.decideNow() : ByteBuffer.allocate(0);
        return whole ? decided : Joined.of(decided, decoder.flush());
    }

    private void leaveToFfmpegIfUnsupported() {
        decoder.unsupported().ifPresent(unsupported -> {
            heldBack.leaveToFfmpeg(unsupported.head().remaining());
            transcoding =
                    new FedTranscoding(unsupported, current != null && current.isArriving(), decoding, this::onChange);
        });
    }

    /** Called when the last bytes of a piece produced no samples that could carry its commit. */
    private void onExhausted() throws IOException {
        if (transcoding == null) {
            samples = flushed();
            leaveToFfmpegIfUnsupported();
        }
        if (samples.hasRemaining()) {
            return;
        }
        if (transcoding == null && current.commit() && opened.isDone()) {
            deliver(ByteBuffer.allocate(0));
        } else {
            commitDue |= transcoding != null && current.commit();
            settleCurrent(null);
        }
    }

    /** At most one second of the samples. */
    private ByteBuffer nextBlock(Opened open) {
        int second = open.format().sampleRate() * open.format().bytesPerSample() * open.channels();
        ByteBuffer block = samples.slice(samples.position(), Math.min(samples.remaining(), second));
        samples.position(samples.position() + block.remaining());
        return block;
    }

    private void deliver(ByteBuffer block) {
        boolean last = transcoding == null && current != null && !samples.hasRemaining() && current.isExhausted();
        boolean commit = commitDue || last && current.commit();
        commitDue = false;
        OptionalLong position = block.hasRemaining() ? positions.take() : OptionalLong.empty();
        reader.getAndSet(null).complete(new Block(block, commit, false, position));
        heldBack.gave(block.remaining(), !samples.hasRemaining());
        if (last) {
            settleCurrent(null);
        }
    }

    private void settleCurrent(Throwable cause) {
        FedPiece settled = current;
        current = null;
        if (cause == null) {
            heldBack.taken(settled.decoded());
        } else {
            positions.failed();
        }
        queue.settle(settled, cause);
    }

    private void abandon(Throwable cause) {
        samples = ByteBuffer.allocate(0);
        reading = null;
        if (transcoding != null) {
            decoding.close(transcoding::close);
            transcoding = null;
        }
        if (current != null) {
            settleCurrent(cause);
        }
        queue.refuse(cause);
        opened.completeExceptionally(cause);
        CompletableFuture<Block> pending = reader.getAndSet(null);
        if (pending != null) {
            pending.completeExceptionally(cause);
        }
    }
}
