package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.Recording;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.FetchedAudio;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The audio behind a URL. What the server says of it counts where its first bytes say nothing. */
final class UrlSource implements AudioSource {

    /**
     * Radio servers begin with a burst of what they have just sent. Whoever sends more than that at once has it lying there,
     * and can wait.
     */
    private static final Duration MAX_BURST = Duration.ofSeconds(20);

    /** A second of a film has 160 kB, with its pictures. */
    private static final long NANOS_PER_COLLECTED_BYTE = 1_000_000_000 / 160_000;

    private final Fetch fetch;
    private final Optional<PcmFormat> format;
    private final Decoding decoding;
    private final LongSupplier nanoTime;
    private final ProgressWatch watch;

    // Used by one thread at a time: each stage begins after the one before it.
    private Opened opened;
    private long openedAt;
    private long samples;
    /** Until the server has told, or shown, that all of the audio is there already. */
    private boolean live;

    private volatile Recording recording;
    /** What is waited for, to be failed when it does not come; null for nothing. */
    private volatile CompletableFuture<?> pending;
    /** Why it was given up; null while it was not. */
    private volatile FetchException tooSlow;

    /** Changes whenever samples have come, or are wanted anew; lost counts do no harm. */
    private volatile long heard;

    /** @see #UrlSource(Fetch, Optional, Decoding, SessionLoop, Duration) */
    UrlSource(Fetch fetch, Optional<PcmFormat> format, Decoding decoding, SessionLoop loop) {
        this(fetch, format, decoding, loop, ProgressWatch.WINDOW);
    }

    /**
     * @param format   what the audio is; empty to find out
     * @param decoding also says where the URL is fetched and read
     * @param loop     tells how fast the audio comes
     * @param window   of waiting, in which less than a tenth of its length in audio is too little
     */
    UrlSource(Fetch fetch, Optional<PcmFormat> format, Decoding decoding, SessionLoop loop, Duration window) {
        this.fetch = fetch;
        this.format = format;
        this.decoding = decoding;
        this.nanoTime = loop::nanoTime;
        this.watch = new ProgressWatch(window, loop, this::giveUp);
    }

    @Override
    public CompletionStage<Opened> open() {
        watch.start();
        return watched(
                () -> CompletableFuture.supplyAsync(this::fetched, decoding.executor())
                        .thenCompose(Recording::open)
                        .thenApply(this::begun),
                found -> Duration.ZERO);
    }

    /** @param audio how much of it the result brings */
    private <T> CompletionStage<T> watched(Supplier<CompletionStage<T>> work, Function<T, Duration> audio) {
        CompletableFuture<T> result = new CompletableFuture<>();
        pending = result;
        watch.asked();
        if (tooSlow != null) {
            result.completeExceptionally(tooSlow);
            return result;
        }
        work.get().whenComplete((value, failure) -> {
            if (failure == null) {
                watch.answered(audio.apply(value));
                result.complete(value);
            } else {
                watch.stop();
                result.completeExceptionally(tooSlow == null ? cause(failure) : tooSlow);
            }
        });
        return result;
    }

    /** A failure that would recur on the next attempt is a fault of the audio, not of the network. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        boolean permanent = cause instanceof FetchException fetch && !fetch.isRetryable();
        return permanent ? new AudioException(cause.getMessage(), cause) : cause;
    }

    /** Whoever waits is told at once, since a thread that looks a name up cannot be interrupted. */
    private void giveUp(Duration came) {
        tooSlow = fetch.tooSlow(watch.window(), came);
        CompletableFuture<?> waiting = pending;
        if (waiting != null) {
            waiting.completeExceptionally(tooSlow);
        }
        fetch.close();
    }

    private Recording fetched() {
        try {
            FetchedAudio fetched = fetch.open();
            AudioHint hint = format.map(AudioHint::raw)
                    .orElseGet(() -> AudioHint.of(
                                    fetched.fileName(), fetched.contentType().orElse(null))
                            .encoded(fetched.contentEncoding().orElse(null)));
            live = fetched.endless();
            boolean watched = decoding.live() && (fetched.endless() || fetched.resumable());
            InputStream collected = new Collected(fetched.stream());
            recording = new Recording(
                    AudioPiece.of(watched ? new LiveSoundWatch(collected, () -> heard, nanoTime) : collected),
                    hint,
                    decoding.ofLive(watched));
            return recording;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private Opened begun(Opened found) {
        opened = found;
        openedAt = nanoTime.getAsLong();
        return found;
    }

    @Override
    public CompletionStage<Block> read() {
        heard++;
        return watched(() -> recording.read().thenApply(this::timed), block -> duration(samples(block)));
    }

    private Block timed(Block block) {
        if (block == Block.END) {
            return block;
        }
        heard++;
        samples += samples(block);
        Duration ahead = duration(samples).minusNanos(nanoTime.getAsLong() - openedAt);
        live &= ahead.compareTo(MAX_BURST) <= 0;
        return new Block(block.samples(), block.commit(), live);
    }

    private long samples(Block block) {
        return block.samples().remaining() / (opened.format().bytesPerSample() * opened.channels());
    }

    private Duration duration(long samples) {
        return opened.format().duration(samples);
    }

    /** Ends it at any moment, while it connects too. */
    @Override
    public void close() {
        watch.stop();
        fetch.close();
        Recording fetched = recording;
        if (fetched != null) {
            // Its decoder would otherwise wait for somebody to read on.
            fetched.close();
        }
    }

    /**
     * The bytes of the URL. Those of a recording that has to be there as a whole before any of it can be decoded count as
     * audio, by the rate of a film.
     */
    private final class Collected extends FilterInputStream {

        Collected(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            Recording reading = recording;
            if (count > 0 && reading != null && reading.isCollecting()) {
                watch.progressed(Duration.ofNanos(count * NANOS_PER_COLLECTED_BYTE));
            }
            return count;
        }
    }
}
