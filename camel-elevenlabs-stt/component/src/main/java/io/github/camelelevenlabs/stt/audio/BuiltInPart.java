package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.MediaInfo;
import io.github.camelelevenlabs.stt.audio.ffmpeg.PartDecoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A part that is decoded in Java, such as a WAV behind an MP3, with the files of that kind that follow it. */
final class BuiltInPart implements PartDecoder {

    private static final int MAX_WAITING = 16;

    private final AudioTrack track;
    private final Decoder decoder;
    private final MediaInfo media = new MediaInfo();
    /** The queue of pieces. An empty value is the end of the part. */
    private final BlockingQueue<Optional<ByteBuffer>> pieces = new ArrayBlockingQueue<>(MAX_WAITING);

    private final Signal added = new Signal();

    private volatile boolean closed;

    // Used by the reading thread only:
    private boolean described;
    private boolean ended;

    /** @param decoder the decoder of the part, whose output has 16 bits at 16 kHz */
    BuiltInPart(Decoder decoder, AudioTrack track) {
        this.decoder = decoder;
        this.track = track;
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        put(Optional.of(bytes));
        return !closed;
    }

    @Override
    public void end() {
        put(Optional.empty());
    }

    private void put(Optional<ByteBuffer> piece) {
        try {
            if (!closed) {
                pieces.put(piece);
                added.give();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    @Override
    public CompletionStage<Void> started() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> readable() {
        return added.await(() -> ended || closed || !pieces.isEmpty());
    }

    /** Complete: bytes are written while nothing is to be read, and then there is room. */
    @Override
    public CompletionStage<Void> writable() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public ByteBuffer read() throws IOException {
        if (ended) {
            return null;
        }
        track.checkOnly();
        ByteBuffer samples = decoded(next());
        if (!described && decoder.format().isPresent()) {
            described = true;
            return Joined.of(DecoderOutput.wavHeader(decoder.format().get(), decoder.channels()), samples);
        }
        return samples;
    }

    private ByteBuffer decoded(Optional<ByteBuffer> piece) throws AudioException {
        ended = piece.isEmpty();
        return ended ? decoder.end() : decoder.decode(piece.get().duplicate());
    }

    private Optional<ByteBuffer> next() throws IOException {
        try {
            Optional<ByteBuffer> next = pieces.take();
            if (!closed) {
                return next;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw AudioException.closed();
    }

    @Override
    public MediaInfo media() {
        return media;
    }

    @Override
    public AudioException failure() {
        return new AudioException("it has no samples");
    }

    /** Releases both threads: the one that waits for room in the queue, and the one that waits for a piece. */
    @Override
    public void close() {
        closed = true;
        pieces.clear();
        pieces.offer(Optional.empty());
        added.give();
    }
}
