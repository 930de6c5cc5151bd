package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.BlockCutter;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Audio that is fed piece by piece from any thread while the session reads it from its own: that of a stream session, or all in
 * one piece, as a {@link Recording} is.
 *
 * <p>All pieces are one recording, cut anywhere; a piece that is a WAV of its own is unwrapped if its format is the
 * session's. A piece is decoded when the session asks for more, so whoever feeds waits, through the stage of its piece,
 * while the session is full. Nothing limits how many pieces may wait but the callers: see {@link #waiting()}.
 *
 * <p>A piece of a stream session that cannot be taken, because its stream breaks or because it is a WAV of another format,
 * fails alone: what was read of it before stays, and the session goes on with the next. Before the format is known, audio
 * that cannot be decoded fails the whole source. The one piece of a recording always does, after the samples before.
 *
 * <p>A recording that ffmpeg decodes comes out later than it goes in: there a piece is taken when ffmpeg has it, and a
 * commit comes with the next samples.
 *
 * <p>No locks: whoever changes something does the work that has become possible, one thread at a time. Stages complete
 * on that thread, which may be a feeder's, the reader's or one of the executor's; what follows them must not block.
 */
public final class FedSource implements AudioSource {

    private final Decoding decoding;
    /** Whether all of the audio is one piece. */
    private final boolean whole;

    // Written by any thread; in the queue, empty is the end of audio:
    private final Queue<Optional<FedPiece>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CompletableFuture<Opened> opened = new CompletableFuture<>();
    private final AtomicReference<CompletableFuture<Block>> reader = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile boolean opening;
    /** Null while nothing is for ffmpeg. Changed only by the thread that works off the changes. */
    private volatile FedTranscoding transcoding;

    // Touched only by the thread that works off the changes:
    private final PieceDecoder decoder;
    private final BlockCutter samples = new BlockCutter();
    private FedPiece current;
    private CompletableFuture<Optional<ByteBuffer>> reading;
    private boolean commitDue;
    private boolean noMorePieces;
    /** Why a recording cannot be read to its end, while ffmpeg still has samples of it. */
    private Throwable broken;

    private boolean finished;

    /** @param hint what the session's first message says of the audio */
    public FedSource(AudioHint hint, Decoding decoding) {
        this(false, hint, decoding);
    }

    /** A recording. */
    FedSource(AudioPiece all, AudioHint hint, Decoding decoding) {
        this(true, hint, decoding);
        feed(all);
        end();
    }

    private FedSource(boolean whole, AudioHint hint, Decoding decoding) {
        this.whole = whole;
        this.decoding = decoding;
        decoder = new PieceDecoder(hint, decoding.settings());
    }

    /**
     * The next piece. An empty one with commit gives an empty block with commit; before any audio there is nothing to
     * commit, and it is taken without one.
     *
     * @return completes when the session has read all of the piece's audio; fails with what was wrong with the piece,
     *     with the cause given to {@link #fail}, or with a {@link SourceClosedException} when it came after the end
     */
    public CompletionStage<Void> feed(AudioPiece piece) {
        FedPiece fed = new FedPiece(piece);
        waiting.incrementAndGet();
        queue.add(Optional.of(fed));
        onChange();
        return fed.taken();
    }

    /** There are no more pieces after those fed before. May be called twice. */
    public void end() {
        queue.add(Optional.empty());
        onChange();
    }

    /** Ends everything: what is pending, and what is still fed, fails with this cause. The first cause stays. */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        onChange();
    }

    /** How many pieces have been fed and not yet been taken or failed, the one in turn included. */
    public int waiting() {
        return waiting.get();
    }

    /** Whether it was closed or has failed: then what is fed fails for a reason that is not its own. */
    public boolean isClosed() {
        return failure.get() != null;
    }

    /** Whether ffmpeg needs all of the audio, in a file, before it can decode any. May be asked by any thread. */
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
        if (!reader.compareAndSet(null, block)) {
            throw new IllegalStateException("The block before is still being read");
        }
        onChange();
        return block;
    }

    @Override
    public void close() {
        fail(new SourceClosedException("The session has ended; it takes no more audio"));
    }

    /** Works until nothing changes any more, unless another thread, or a caller further up this one, already does. */
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
            // An error, too: what threw it goes on elsewhere, and pieces that wait here would wait for ever.
            failure.compareAndSet(null, broken == null ? e : broken);
        }
        if (failure.get() != null) {
            abandon(failure.get());
        } else if (finished) {
            if (current != null) {
                // ffmpeg has ended before the piece: it had all that it wanted.
                settleCurrent(null);
            }
            refuseWaiting(new SourceClosedException("The audio has ended; this piece came after its end"));
        }
    }

    private boolean isWanted() {
        return reader.get() != null || opening && !opened.isDone();
    }

    /** One step towards what is wanted; false when it takes a change to go on. */
    private boolean advance() throws IOException {
        Optional<Opened> known = opened.isDone() ? Optional.empty() : known();
        if (known.isPresent()) {
            if (transcoding == null) {
                decoding.track().checkOnly();
            }
            opened.complete(known.get());
        } else if (!samples.isEmpty()) {
            deliver(samples.take(opened.join().format(), opened.join().channels()));
        } else if (finished && broken != null) {
            failure.compareAndSet(null, broken);
        } else if (finished) {
            reader.getAndSet(null).complete(Block.END);
        } else if (transcoding != null) {
            return advanceTranscoding();
        } else {
            return advancePieces();
        }
        return true;
    }

    private Optional<Opened> known() {
        return transcoding == null
                ? decoder.format().map(format -> new Opened(format, decoder.channels()))
                : transcoding.opened();
    }

    /** What comes out of ffmpeg comes first; what goes in goes in beside. */
    private boolean advanceTranscoding() throws IOException {
        Optional<ByteBuffer> transcoded = transcoding.samples();
        if (transcoded.isPresent()) {
            samples.put(transcoded.get());
            finished = transcoding.isEnded();
            return true;
        }
        return transcoding.isWritable() && !noMorePieces && advancePieces();
    }

    private boolean advancePieces() throws IOException {
        return current == null ? startNext() : advanceCurrent();
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
            samples.put(decoder.end());
            leaveToFfmpegIfUnsupported();
        }
        if (transcoding == null) {
            finished = true;
        } else {
            transcoding.end();
        }
    }

    private boolean advanceCurrent() throws IOException {
        if (transcoding != null && transcoding.isRefused()) {
            onExhausted();
            return true;
        }
        if (reading == null) {
            reading = current.next(decoding.executor());
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
        if (transcoding != null) {
            transcoding.write(bytes.get());
            return;
        }
        try {
            ByteBuffer decoded = decoder.decode(bytes.get());
            samples.put(current.isExhausted() ? Joined.of(decoded, flushed()) : decoded);
            leaveToFfmpegIfUnsupported();
        } catch (AudioException e) {
            if (whole || !opened.isDone()) {
                throw e;
            }
            settleCurrent(e);
        }
    }

    /**
     * What is held back to be looked at with what follows. A commit does not wait for that; in a recording nothing follows, and
     * its end gives it.
     */
    private ByteBuffer flushed() throws AudioException {
        ByteBuffer decided = current.commit() ? decoder.decideNow() : ByteBuffer.allocate(0);
        return whole ? decided : Joined.of(decided, decoder.flush());
    }

    private void leaveToFfmpegIfUnsupported() {
        decoder.unsupported()
                .ifPresent(unsupported -> transcoding = new FedTranscoding(unsupported, decoding, this::onChange));
    }

    /** The piece's last bytes gave no samples that could have carried its commit. */
    private void onExhausted() throws IOException {
        if (transcoding == null) {
            samples.put(flushed());
            leaveToFfmpegIfUnsupported();
        }
        if (!samples.isEmpty()) {
            return;
        }
        if (transcoding != null) {
            commitDue |= current.commit();
            settleCurrent(null);
        } else if (current.commit() && opened.isDone()) {
            deliver(ByteBuffer.allocate(0));
        } else {
            settleCurrent(null);
        }
    }

    private void deliver(ByteBuffer block) {
        boolean last = transcoding == null && current != null && samples.isEmpty() && current.isExhausted();
        boolean commit = commitDue || last && current.commit();
        commitDue = false;
        reader.getAndSet(null).complete(new Block(block, commit));
        if (last) {
            settleCurrent(null);
        }
    }

    private void settleCurrent(Throwable cause) {
        FedPiece settled = current;
        current = null;
        settle(settled, cause);
    }

    private void settle(FedPiece piece, Throwable cause) {
        waiting.decrementAndGet();
        if (piece.isClosed()) {
            piece.settle(cause);
        } else {
            elsewhere(() -> piece.settle(cause));
        }
    }

    /** Closing a stream may wait there for a read that hangs, or for the rest of an answer. */
    private void elsewhere(Runnable closing) {
        try {
            decoding.executor().execute(closing);
        } catch (RuntimeException rejected) {
            closing.run();
        }
    }

    private void abandon(Throwable cause) {
        samples.put(ByteBuffer.allocate(0));
        reading = null;
        if (transcoding != null) {
            elsewhere(transcoding::close);
            transcoding = null;
        }
        if (current != null) {
            settleCurrent(cause);
        }
        refuseWaiting(cause);
        opened.completeExceptionally(cause);
        CompletableFuture<Block> pending = reader.getAndSet(null);
        if (pending != null) {
            pending.completeExceptionally(cause);
        }
    }

    private void refuseWaiting(Throwable cause) {
        for (Optional<FedPiece> next = queue.poll(); next != null; next = queue.poll()) {
            next.ifPresent(piece -> settle(piece, cause));
        }
    }
}
