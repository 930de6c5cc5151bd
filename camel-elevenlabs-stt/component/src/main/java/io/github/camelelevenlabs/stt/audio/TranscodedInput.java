package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The WAV that ffmpeg makes of another input. While the next piece of it is being waited for, another thread takes that
 * input to ffmpeg, but no further than that: when nobody wants samples, nothing is read. An input that breaks fails this one
 * after the samples of what came before.
 */
final class TranscodedInput implements Input {

    // Small, so that the thread that takes it to ffmpeg seldom has to wait there after the samples have come.
    private static final int PIECE = 8 * 1024;

    private final AutoDecoder.Foreign foreign;
    private final Input recording;
    private final DecoderChain transcoder;
    private final Executor executor;

    private final AtomicBoolean feeding = new AtomicBoolean();
    private volatile boolean wanted;
    private volatile boolean fed;
    private volatile IOException broken;

    // Touched by the feeding thread only:
    private ByteBuffer piece;

    TranscodedInput(AutoDecoder.Foreign foreign, Input recording, Decoding decoding) {
        this.foreign = foreign;
        this.recording = recording;
        this.transcoder = new DecoderChain(foreign, decoding);
        this.executor = decoding.executor();
        this.piece = foreign.head();
    }

    @Override
    public ByteBuffer next() throws IOException {
        wanted = true;
        try {
            startFeeding();
            ByteBuffer samples = transcoder.read();
            if (samples == null && broken != null) {
                throw broken;
            }
            return samples;
        } catch (IOException e) {
            throw broken == null ? foreign.failure(e) : broken;
        } finally {
            wanted = false;
        }
    }

    private void startFeeding() {
        if (!fed && feeding.compareAndSet(false, true)) {
            executor.execute(this::feed);
        }
    }

    private void feed() {
        try {
            while (wanted && !fed) {
                feedOne();
            }
        } catch (Throwable e) {
            // An error, too: whoever reads waits for what ffmpeg makes of bytes that will never come.
            broken = e instanceof IOException failure ? failure : new IOException(e);
            fed = true;
            // What came before it broke is still to be heard.
            transcoder.end();
        } finally {
            feeding.set(false);
        }
        if (wanted) {
            startFeeding();
        }
    }

    private void feedOne() throws IOException {
        if (piece != null && !piece.hasRemaining()) {
            piece = recording.next();
        }
        if (piece == null) {
            fed = true;
            transcoder.end();
            return;
        }
        int length = Math.min(PIECE, piece.remaining());
        ByteBuffer next = piece.slice(piece.position(), length);
        piece.position(piece.position() + length);
        if (!transcoder.write(next)) {
            fed = true;
            recording.close();
        }
    }

    boolean isCollecting() {
        return transcoder.isCollecting();
    }

    @Override
    public boolean isExhausted() {
        return false;
    }

    @Override
    public boolean mayBlock() {
        return true;
    }

    @Override
    public void close() {
        recording.close();
        transcoder.close();
    }
}
