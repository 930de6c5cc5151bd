package io.github.camelelevenlabs.stt.fetch;

import static io.github.camelelevenlabs.stt.fetch.Steps.step;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Fetches the audio of one URL. Opened once; {@link #close()} is safe for any thread. */
public final class Fetch implements Closeable {

    private final WebUrl url;
    private final Requests requests;
    private final HlsPosition position;
    private final Pauses pauses;

    Fetch(WebUrl url, Requests requests, HlsPosition position, Pauses pauses) {
        this.url = url;
        this.requests = requests;
        this.position = position;
        this.pauses = pauses;
    }

    /**
     * Requests the URL, follows redirects, and follows an HLS playlist to its segments. Completes when the first bytes arrive.
     * Fails with a {@link FetchException} if the response is an error, leads to an address that is not allowed, or lacks the
     * track, and with an IOException if the fetch was closed.
     *
     * @param choice selects a sound track, if an HLS playlist has several in separate streams
     */
    public CompletableFuture<FetchedAudio> start(TrackChoice choice) {
        return requests.get(url)
                .thenCompose(response -> accept(response, choice))
                .whenComplete((audio, failure) -> {
                    if (failure != null) {
                        close();
                    }
                });
    }

    /** The same, for a caller that may block. */
    public FetchedAudio open(TrackChoice choice) throws IOException {
        try {
            return start(choice).get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted during a fetch");
        } catch (ExecutionException e) {
            throw Steps.thrown(e.getCause());
        }
    }

    private CompletableFuture<FetchedAudio> accept(Requests.Response response, TrackChoice choice) {
        return Playlists.recognise(response.contentType().orElse(""), response.stream())
                .thenCompose(playlist -> playlist
                        ? follow(response, choice)
                        : CompletableFuture.completedFuture(
                                response.audio(response.stream(), response.length() < 0, false, false)));
    }

    private CompletableFuture<FetchedAudio> follow(Requests.Response response, TrackChoice choice) {
        return Playlists.read(response, pauses, requests.working()).thenCompose(step(playlist -> {
            boolean chosen = playlist instanceof HlsPlaylist.Master master
                    && !master.renditions().isEmpty();
            return HlsSegments.open(requests, response.at(), playlist, choice, position, pauses)
                    .thenCompose(segments -> new HlsStream(requests, segments, pauses).open(chosen));
        }));
    }

    /** A stream that sends the request at its first read, and fails when it brings far too few bytes for audio. */
    public FetchedStream asStream() {
        return new Lazy();
    }

    /**
     * The failure of a live URL that delivers less than a tenth of real time.
     *
     * @param waited how long was waited for audio
     * @param received the duration of the audio that arrived
     */
    public FetchException tooSlow(Duration waited, Duration received) {
        return FetchException.temporary(String.format(
                Locale.ROOT,
                "%s is too slow: in the last %d s that it was waited for it brought %.1f s of audio, and a tenth of"
                        + " real time is needed",
                url.site(),
                waited.toSeconds(),
                received.toMillis() / 1000.0));
    }

    /** Ends the fetch: pending opens and reads fail. Does not block. Safe for any thread, and more than once. */
    @Override
    public void close() {
        requests.close();
    }

    /** Starts the fetch when it is first waited for, and closes it whether it was started or not. */
    private final class Lazy extends FetchedStream {

        private final SlownessWatch watch = new SlownessWatch(requests.alarms(), pauses::nanoTime, this::onTooSlow);

        private CompletableFuture<Void> opening;
        // Written before the opening completes:
        private FetchedStream stream;
        private IOException failure;

        /** Why the fetch was ended; null while it is read. */
        private volatile FetchException tooSlow;

        @Override
        public CompletableFuture<Void> readable() {
            watch.begin();
            if (opening == null) {
                opening = start(TrackChoice.FIRST).handle(this::opened);
            }
            return opening.thenCompose(
                    nothing -> stream == null ? CompletableFuture.completedFuture(null) : stream.readable());
        }

        private Void opened(FetchedAudio audio, Throwable failed) {
            if (failed == null) {
                stream = audio.stream();
            } else {
                failure = Steps.thrown(Steps.cause(failed));
            }
            return null;
        }

        @Override
        public int take(byte[] buffer, int offset, int length) throws IOException {
            watch.begin();
            int count = 0;
            try {
                count = takeOpened(buffer, offset, length);
            } catch (IOException e) {
                throw tooSlow == null ? e : tooSlow;
            }
            if (count > 0) {
                watch.received(count);
            }
            if (tooSlow != null) {
                throw tooSlow;
            }
            return count;
        }

        private int takeOpened(byte[] buffer, int offset, int length) throws IOException {
            if (opening == null || !opening.isDone()) {
                return 0;
            } else if (failure != null) {
                throw failure;
            }
            return stream.take(buffer, offset, length);
        }

        /** The reason is known before the fetch ends: that would otherwise be the reason. */
        private void onTooSlow(long bytes) {
            tooSlow = FetchException.temporary(url.site() + " is too slow: in the last "
                    + SlownessWatch.WINDOW.toSeconds() + " s that it was waited for it brought " + bytes + " bytes");
            Fetch.this.close();
        }

        @Override
        public void close() {
            watch.stop();
            Fetch.this.close();
        }
    }
}
