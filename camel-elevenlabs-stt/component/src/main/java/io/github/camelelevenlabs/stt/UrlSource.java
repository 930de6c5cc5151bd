package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.PcmFormat;
import io.github.camelelevenlabs.stt.audio.StreamSource;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.FetchedAudio;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The audio behind a URL. What the server says of it counts where its first bytes say nothing. */
final class UrlSource implements AudioSource {

    /**
     * Radio servers begin with a burst of what they have just sent. Whoever sends more than that at once has it lying there,
     * and can wait.
     */
    private static final Duration LONGEST_BURST = Duration.ofSeconds(20);

    private final Fetch fetch;
    private final Optional<PcmFormat> format;
    private final Decoding decoding;
    private final LongSupplier nanoTime;

    // Touched by one stage after the other:
    private StreamSource stream;
    private PcmFormat opened;
    private long openedAt;
    private long samples;

    /** Read by the session at any time. */
    private volatile boolean live;

    /** Changes whenever samples have come, or are wanted anew; lost counts do no harm. */
    private volatile long heard;

    /**
     * @param format   what the audio is; empty to find out
     * @param decoding also says where the URL is fetched and read
     * @param nanoTime tells how fast the audio comes
     */
    UrlSource(Fetch fetch, Optional<PcmFormat> format, Decoding decoding, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.format = format;
        this.decoding = decoding;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletionStage<PcmFormat> open() {
        return CompletableFuture.supplyAsync(this::fetched, decoding.executor())
                .thenCompose(StreamSource::open)
                .thenApply(this::begun)
                .exceptionally(UrlSource::fail);
    }

    /** What another try would end with as well is a fault of the audio, not of its way here. */
    private static <T> T fail(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean lasting = cause instanceof FetchException fetch && !fetch.isRetryable();
        throw new CompletionException(lasting ? new AudioException(cause.getMessage(), cause) : cause);
    }

    private StreamSource fetched() {
        try {
            FetchedAudio fetched = fetch.open();
            AudioHint hint = format.map(AudioHint::raw)
                    .orElseGet(() -> AudioHint.of(
                                    fetched.fileName(), fetched.contentType().orElse(null))
                            .encoded(fetched.contentEncoding().orElse(null)));
            live = fetched.endless();
            boolean watched = decoding.live() && (fetched.endless() || fetched.resumable());
            stream = new StreamSource(
                    watched ? new LiveSoundWatch(fetched.stream(), () -> heard, nanoTime) : fetched.stream(),
                    hint,
                    decoding.ofLive(watched));
            return stream;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private PcmFormat begun(PcmFormat found) {
        opened = found;
        openedAt = nanoTime.getAsLong();
        return found;
    }

    @Override
    public int channels() {
        return stream.channels();
    }

    @Override
    public CompletionStage<Block> read() {
        heard++;
        return stream.read().thenApply(this::timed).exceptionally(UrlSource::fail);
    }

    private Block timed(Block block) {
        heard++;
        samples += block.samples().remaining() / (opened.bytesPerSample() * channels());
        Duration ahead = opened.duration(samples).minusNanos(nanoTime.getAsLong() - openedAt);
        if (ahead.compareTo(LONGEST_BURST) > 0) {
            live = false;
        }
        return block;
    }

    /** Until the server has told, or shown, that all of the audio is there already. */
    @Override
    public boolean isLive() {
        return live;
    }

    /** Ends it at any moment, while it connects too. */
    @Override
    public void close() {
        fetch.close();
    }
}
