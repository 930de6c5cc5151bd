package io.github.camelelevenlabs.stt.fetch;

import static io.github.camelelevenlabs.stt.fetch.Steps.step;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The files of an HLS playlist as one stream. Each file is requested only when it is waited for. Used by one reader at a time,
 * and between its calls by one stage after the other; {@link #close()} is safe for any thread.
 *
 * <p>A file whose connection breaks is requested again and continues where it broke, because segments never change. A
 * segment that the server of a live stream does not have is skipped. A permanent failure, or three in a row, fail the
 * stream; a new stream with the same {@link HlsPosition} continues with the same segment.
 */
final class HlsStream extends FetchedStream {

    private static final Logger LOG = LoggerFactory.getLogger(HlsStream.class);

    private static final int MAX_SKIPPED = 16 * 1024;

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Requests requests;
    private final HlsSegments segments;
    private final RetryLimit retries;

    /** The current file, also while its connection is broken; null between files. */
    private WebUrl file;

    private boolean initializing;
    private Requests.Response response;
    private long consumed;
    /** Why the connection of the file broke, until something was done about it; null for none. */
    private FetchException broken;

    private Optional<WebUrl> initialization = Optional.empty();

    /** The number of segments skipped since the last byte. */
    private int skipped;

    private boolean ended;
    /** Why the stream has failed; null for none. */
    private IOException failure;

    HlsStream(Requests requests, HlsSegments segments, Pauses pauses) {
        this.requests = requests;
        this.segments = segments;
        this.retries = new RetryLimit(pauses);
    }

    /**
     * Opens the first file, which has the format of all of them.
     *
     * @param trackChosen whether the files contain the chosen sound track only
     */
    CompletableFuture<FetchedAudio> open(boolean trackChosen) {
        // Not endless, even if it is live: segments stay available for a while, so the reader may wait.
        return opened().thenApply(any -> any
                ? response.audio(this, false, true, trackChosen)
                : new FetchedAudio(this, Optional.empty(), Optional.empty(), "", false, true, trackChosen));
    }

    /** Completes when a file is open, or at the end: with whether there is one. */
    private CompletableFuture<Boolean> opened() {
        return Steps.repeat(() -> response != null || ended
                ? CompletableFuture.completedFuture(Optional.of(response != null))
                : proceed().thenApply(nothing -> Optional.empty()));
    }

    @Override
    public CompletableFuture<Void> readable() {
        if (ended || failure != null) {
            return DONE;
        }
        return opened().thenCompose(any -> any ? response.stream().readable() : DONE)
                .exceptionally(failed -> {
                    failure = Steps.thrown(Steps.cause(failed));
                    closeResponse();
                    return null;
                });
    }

    @Override
    public int take(byte[] buffer, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        } else if (ended) {
            return -1;
        } else if (response == null) {
            return 0;
        }
        int count = 0;
        try {
            count = response.stream().take(buffer, offset, length);
        } catch (FetchException e) {
            onBroken(e);
        }
        if (count < 0) {
            onFileEnd();
        } else if (count > 0) {
            consumed += count;
            skipped = 0;
            retries.succeeded();
        }
        return Math.max(0, count);
    }

    /** Does the next step towards an open file. */
    private CompletableFuture<Void> proceed() {
        if (broken != null) {
            return afterBreak();
        } else if (file != null) {
            return request();
        }
        return segments.next().thenAccept(next -> next.ifPresentOrElse(this::choose, () -> ended = true));
    }

    /** Requests the file, or the rest of one that broke. */
    private CompletableFuture<Void> request() {
        CompletableFuture<Void> begun = requests.get(file).thenCompose(got -> {
            response = got;
            return skip(got.stream(), consumed);
        });
        return Steps.recover(begun, failed -> {
            onBroken(failed);
            return DONE;
        });
    }

    private static CompletableFuture<Void> skip(FetchedStream stream, long bytes) {
        byte[] skipped = new byte[(int) Math.min(bytes, MAX_SKIPPED)];
        long[] left = {bytes};
        CompletableFuture<Boolean> all = Steps.repeat(() -> left[0] == 0
                ? CompletableFuture.completedFuture(Optional.of(true))
                : stream.readable().thenApply(step(nothing -> {
                    int count = stream.take(skipped, 0, (int) Math.min(skipped.length, left[0]));
                    if (count < 0) {
                        throw new EOFException("an HLS segment has become shorter");
                    }
                    left[0] -= count;
                    return Optional.empty();
                })));
        return all.thenApply(skip -> null);
    }

    private void choose(Segment segment) {
        if (segment.gap()) {
            skip("says that it does not have");
            return;
        }
        Optional<WebUrl> needed = segment.initialization();
        initializing = needed.isPresent()
                && initialization.filter(had -> had.isSameFile(needed.get())).isEmpty();
        file = initializing ? needed.get() : segment.url();
    }

    private void onFileEnd() {
        if (initializing) {
            initialization = Optional.of(file);
        } else {
            segments.pass();
        }
        leaveFile();
    }

    private void onBroken(FetchException cause) {
        closeResponse();
        broken = cause;
    }

    private CompletableFuture<Void> afterBreak() {
        FetchException cause = broken;
        broken = null;
        if (cause.isAbsent() && !initializing && segments.isLive() && skipped < RetryLimit.MAX_FAILURES - 1) {
            skip("does not have");
            return DONE;
        }
        return retries.failed(cause);
    }

    private void skip(String why) {
        String what = "{} {} an HLS segment: what was said in it is lost, and the times do not count it";
        // Logged once for all missing segments in a row; otherwise the author of a playlist could fill the log.
        LOG.atLevel(skipped == 0 ? Level.WARN : Level.DEBUG).log(what, segments.site(), why);
        skipped++;
        segments.pass();
        leaveFile();
    }

    private void leaveFile() {
        closeResponse();
        file = null;
        consumed = 0;
    }

    private void closeResponse() {
        if (response != null) {
            response.stream().close();
            response = null;
        }
    }

    @Override
    public void close() {
        requests.close();
    }
}
