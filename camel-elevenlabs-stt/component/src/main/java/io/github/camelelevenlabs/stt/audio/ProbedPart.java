package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.ChainDecoder;
import io.github.camelelevenlabs.stt.audio.container.OwnDecoder;
import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.ffmpeg.MediaInfo;
import io.github.camelelevenlabs.stt.audio.ffmpeg.PartDecoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.UnknownEncodingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A part whose decoder is chosen when its header has arrived: the decoder in Java, or ffmpeg for samples in an
 * encoding that it does not know, as a WAV may have. Threads as in {@link PartDecoder}.
 */
final class ProbedPart implements PartDecoder {

    private final CompletableFuture<PartDecoder> chosen = new CompletableFuture<>();
    private final Supplier<PartDecoder> ours;
    private final Supplier<PartDecoder> byFfmpeg;

    // Used by the writing thread only:
    private final Decoder probe;
    private ByteBuffer undecided = ByteBuffer.allocate(0);
    private boolean followed;

    /** @param probe a decoder that is used only to read the header */
    private ProbedPart(Decoder probe, Supplier<PartDecoder> ours, Supplier<PartDecoder> byFfmpeg) {
        this.probe = probe;
        this.ours = ours;
        this.byFfmpeg = byFfmpeg;
    }

    /**
     * The decoder for a part that is not the first.
     *
     * @param subject the name of the recording in messages
     */
    static PartDecoder of(Container container, String subject, Decoding decoding) {
        DecoderSettings settings = decoding.settings().in(PcmFormat.PCM_16000);
        Optional<Decoder> probe = OwnDecoder.of(container, settings);
        Optional<Decoder> decoder = OwnDecoder.of(container, settings);
        if (probe.isEmpty() || decoder.isEmpty()) {
            return decoding.transcoder(container);
        }
        return new ProbedPart(
                probe.get(),
                () -> new BuiltInPart(new ChainDecoder(decoder.get(), subject, settings), decoding.track()),
                () -> decoding.transcoder(container));
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (chosen.isDone()) {
            return !chosen.isCompletedExceptionally() && chosen.join().write(bytes);
        }
        undecided = Joined.of(undecided, bytes);
        try {
            probe.decode(bytes.duplicate());
            return probe.format().isEmpty() || choose(ours, true);
        } catch (UnknownEncodingException e) {
            return choose(byFfmpeg, false);
        } catch (AudioException e) {
            // The same exception is thrown again when the part is read.
            return choose(ours, true);
        }
    }

    private boolean choose(Supplier<PartDecoder> making, boolean isOurs) {
        followed = isOurs;
        PartDecoder part = making.get();
        if (!chosen.complete(part)) {
            part.close();
        }
        ByteBuffer all = undecided;
        undecided = ByteBuffer.allocate(0);
        return part.write(all);
    }

    @Override
    public boolean isFollowed() {
        return followed;
    }

    @Override
    public void end() {
        if (!chosen.isDone()) {
            choose(ours, true);
        }
        if (!chosen.isCompletedExceptionally()) {
            chosen.join().end();
        }
    }

    @Override
    public CompletionStage<Void> started() {
        return chosen.thenCompose(PartDecoder::started);
    }

    @Override
    public CompletionStage<Void> readable() {
        return chosen.thenCompose(PartDecoder::readable);
    }

    @Override
    public CompletionStage<Void> writable() {
        return chosen.isDone() && !chosen.isCompletedExceptionally()
                ? chosen.join().writable()
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public ByteBuffer read() throws IOException {
        try {
            return chosen.join().read();
        } catch (CompletionException e) {
            throw AudioException.closed();
        }
    }

    @Override
    public MediaInfo media() {
        return chosen.join().media();
    }

    @Override
    public AudioException failure() {
        return chosen.join().failure();
    }

    @Override
    public Optional<String> complaint() {
        return chosen.join().complaint();
    }

    @Override
    public void close() {
        chosen.completeExceptionally(AudioException.closed());
        if (!chosen.isCompletedExceptionally()) {
            chosen.join().close();
        }
    }
}
