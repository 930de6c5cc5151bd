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
import io.github.camelelevenlabs.stt.fetch.FetchedStream;
import io.github.camelelevenlabs.stt.text.Causes;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The audio behind a URL. The first bytes tell its format; if they do not, the headers of the server count. */
final class UrlSource implements AudioSource {

    /**
     * Radio servers begin with a burst of their last seconds. A server that sends more at once has a recording, whose reader can
     * wait.
     */
    private static final Duration MAX_BURST = Duration.ofSeconds(20);

    /** A second of a film takes about 160 kB, with its pictures. */
    private static final long NANOS_PER_COLLECTED_BYTE = 1_000_000_000 / 160_000;

    private final Fetch fetch;
    private final Optional<PcmFormat> format;
    private final Decoding decoding;
    private final LongSupplier nanoTime;
    private final ProgressWatch watch;

    // Used by one thread at a time: open() completes before the first read(), and each read() before the next.
    private Opened opened;
    private long openedAt;
    private long samples;
    /** Whether the audio is live: false once the server has declared a length, or has sent more than a burst. */
    private boolean live;

    private volatile Recording recording;
    /** The pending open() or read(); null for none. */
    private volatile CompletableFuture<?> pending;
    /** Why the URL was abandoned; null while it is read. */
    private volatile FetchException tooSlow;

    /** Changes when samples were decoded and when samples are requested. A lost increment does no harm. */
    private volatile long activity;

    /** @see #UrlSource(Fetch, Optional, Decoding, SessionLoop, Duration) */
    UrlSource(Fetch fetch, Optional<PcmFormat> format, Decoding decoding, SessionLoop loop) {
        this(fetch, format, decoding, loop, ProgressWatch.WINDOW);
    }

    /**
     * @param format   the format of the audio; empty to detect it
     * @param decoding its executor also takes the bytes of the URL
     * @param loop     measures the speed of the source
     * @param window   the URL is abandoned when this time of pending reads brings less than a tenth of it in audio
     */
    UrlSource(Fetch fetch, Optional<PcmFormat> format, Decoding decoding, SessionLoop loop, Duration window) {
        this.fetch = fetch;
        this.format = format;
        this.decoding = decoding;
        this.nanoTime = loop::nanoTime;
        this.watch = new ProgressWatch(window, loop, came -> giveUp(window, came));
    }

    @Override
    public CompletionStage<Opened> open() {
        watch.start();
        return watched(
                () -> fetch.start(decoding::trackIn)
                        .thenApply(this::recorded)
                        .thenCompose(Recording::open)
                        .thenApply(this::begun),
                found -> Duration.ZERO);
    }

    /** @param audio the duration of the audio in the result */
    private <T> CompletionStage<T> watched(Supplier<CompletionStage<T>> work, Function<T, Duration> audio) {
        CompletableFuture<T> result = new CompletableFuture<>();
        pending = result;
        watch.requested();
        if (tooSlow != null) {
            result.completeExceptionally(tooSlow);
            return result;
        }
        work.get().whenComplete((value, failure) -> {
            if (failure == null) {
                watch.received(audio.apply(value));
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

    /** Fails the pending call first, so that its failure is not that of a fetch that was closed. */
    private void giveUp(Duration window, Duration came) {
        tooSlow = fetch.tooSlow(window, came);
        CompletableFuture<?> waiting = pending;
        if (waiting != null) {
            waiting.completeExceptionally(tooSlow);
        }
        fetch.close();
    }

    private Recording recorded(FetchedAudio fetched) {
        AudioHint hint = format.map(AudioHint::raw)
                .orElseGet(() -> AudioHint.of(
                                fetched.fileName(), fetched.contentType().orElse(null))
                        .encoded(fetched.contentEncoding().orElse(null)));
        live = fetched.endless();
        boolean watched = decoding.live() && (fetched.endless() || fetched.resumable());
        recording = new Recording(
                AudioPiece.of(new WatchedBytes(fetched.stream(), watched)),
                hint,
                (fetched.trackChosen() ? decoding.ofFirstTrack() : decoding).ofLive(watched));
        return recording;
    }

    private Opened begun(Opened found) {
        opened = found;
        openedAt = nanoTime.getAsLong();
        return found;
    }

    @Override
    public CompletionStage<Block> read() {
        activity++;
        return watched(() -> recording.read().thenApply(this::timed), block -> duration(samples(block)));
    }

    private Block timed(Block block) {
        if (block == Block.END) {
            return block;
        }
        activity++;
        samples += samples(block);
        Duration ahead = duration(samples).minusNanos(nanoTime.getAsLong() - openedAt);
        live &= ahead.compareTo(MAX_BURST) <= 0;
        return new Block(block.samples(), block.commit(), live, block.position());
    }

    private long samples(Block block) {
        return block.samples().remaining() / (opened.format().bytesPerSample() * opened.channels());
    }

    private Duration duration(long samples) {
        return opened.format().duration(samples);
    }

    /** Ends the source at any time, also while it connects. */
    @Override
    public void close() {
        watch.stop();
        fetch.close();
        Recording fetched = recording;
        if (fetched != null) {
            // Its decoder would otherwise wait for the next read.
            fetched.close();
        }
    }

    /**
     * The bytes of the URL. While a recording is collected that can only be decoded as a whole, its bytes count as audio, at the
     * rate of a film.
     */
    private final class WatchedBytes extends FetchedBytes {

        private final Optional<LiveSoundWatch> sound;

        WatchedBytes(FetchedStream bytes, boolean watched) {
            super(bytes);
            this.sound = watched ? Optional.of(new LiveSoundWatch(() -> activity, nanoTime)) : Optional.empty();
        }

        @Override
        public int take(byte[] buffer, int offset, int length) throws IOException {
            int count = super.take(buffer, offset, length);
            Recording reading = recording;
            if (count > 0 && reading != null && reading.isCollecting()) {
                watch.progressed(Duration.ofNanos(count * NANOS_PER_COLLECTED_BYTE));
            }
            if (count > 0 && sound.isPresent()) {
                sound.get().onBytes(count);
            }
            return count;
        }
    }
}
