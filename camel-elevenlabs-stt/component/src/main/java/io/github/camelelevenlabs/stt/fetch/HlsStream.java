package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The files of an HLS playlist, one after the other, as one stream. None is asked for before it is read.
 *
 * <p>A file that breaks off is asked for again and goes on where it broke, because such files never change. One that the
 * server of a live stream does not have is skipped. What fails for good, or three times, fails the stream; whoever opens
 * another one with the same {@link HlsPosition} goes on with the same segment.
 *
 * <p>Read by one thread, and closed by any.
 */
final class HlsStream extends InputStream {

    private static final Logger LOG = LoggerFactory.getLogger(HlsStream.class);

    private final Requests requests;
    private final HlsSegments segments;
    private final RetryLimit retries;

    /** What is being read, also while it has broken off; null between files. */
    private WebUrl file;

    private boolean initializing;
    private Requests.Response answer;
    private long consumed;

    private Optional<WebUrl> initialization = Optional.empty();

    /** Segments that were skipped since there were bytes. */
    private int skipped;

    HlsStream(Requests requests, HlsSegments segments, Pauses pauses) {
        this.requests = requests;
        this.segments = segments;
        this.retries = new RetryLimit(pauses);
    }

    /** Begins with the first file, which tells what all of them are. Blocks until there is one. */
    FetchedAudio open() throws IOException {
        boolean any = openNext();
        while (any && answer == null) {
            any = openNext();
        }
        // Not endless, even if it is live: segments stay where they are for a while, so a reader may be made to wait.
        return any
                ? new FetchedAudio(
                        this,
                        answer.contentType(),
                        answer.contentEncoding(),
                        answer.at().fileName(),
                        false,
                        true)
                : new FetchedAudio(this, Optional.empty(), Optional.empty(), "", false, true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (answer != null || openNext()) {
            int count = answer == null ? 0 : readFile(buffer, offset, length);
            if (count > 0 || length == 0) {
                return count;
            }
        }
        return -1;
    }

    /** Opens the next file, or the rest of the one that broke off; when it cannot be had yet, there is none still. */
    private boolean openNext() throws IOException {
        if (file == null) {
            Optional<Segment> next = segments.next();
            if (next.isEmpty()) {
                return false;
            }
            choose(next.get());
        }
        if (file != null) {
            try {
                answer = requests.get(file);
                answer.stream().skipNBytes(consumed);
            } catch (FetchException e) {
                broke(e);
            }
        }
        return true;
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

    private int readFile(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = answer.stream().read(buffer, offset, length);
            if (count < 0) {
                onFileEnd();
            } else {
                onBytes(count);
            }
            return count;
        } catch (FetchException e) {
            broke(e);
            return 0;
        }
    }

    private void onBytes(int count) {
        consumed += count;
        skipped = 0;
        retries.succeeded();
    }

    private void onFileEnd() {
        if (initializing) {
            initialization = Optional.of(file);
        } else {
            segments.pass();
        }
        leaveFile();
    }

    private void broke(FetchException failure) throws IOException {
        closeAnswer();
        if (failure.isAbsent() && !initializing && segments.isLive() && skipped < RetryLimit.MAX_FAILURES - 1) {
            skip("does not have");
        } else {
            retries.failed(failure);
        }
    }

    private void skip(String why) {
        String what = "{} {} an HLS segment: what was said in it is lost, and the times do not count it";
        // Once for all that are missing in a row, or whoever writes the playlist could fill the log.
        LOG.atLevel(skipped == 0 ? Level.WARN : Level.DEBUG).log(what, segments.site(), why);
        skipped++;
        segments.pass();
        leaveFile();
    }

    private void leaveFile() {
        closeAnswer();
        file = null;
        consumed = 0;
    }

    private void closeAnswer() {
        if (answer != null) {
            try {
                answer.stream().close();
            } catch (IOException e) {
                // Whatever was needed of it has been read, or has failed with a cause of its own.
            }
            answer = null;
        }
    }

    @Override
    public void close() {
        requests.close();
    }
}
