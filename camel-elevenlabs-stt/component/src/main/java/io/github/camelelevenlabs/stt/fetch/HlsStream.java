package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The files of an HLS playlist as one stream. Each file is requested only when it is read. Read by one thread; {@link
 * #close()} is safe for any thread.
 *
 * <p>A file whose connection breaks is requested again and continues where it broke, because segments never change. A
 * segment that the server of a live stream does not have is skipped. A permanent failure, or three in a row, fail the
 * stream; a new stream with the same {@link HlsPosition} continues with the same segment.
 */
final class HlsStream extends InputStream {

    private static final Logger LOG = LoggerFactory.getLogger(HlsStream.class);

    private final Requests requests;
    private final HlsSegments segments;
    private final RetryLimit retries;

    /** The current file, also while its connection is broken; null between files. */
    private WebUrl file;

    private boolean initializing;
    private Requests.Response response;
    private long consumed;

    private Optional<WebUrl> initialization = Optional.empty();

    /** The number of segments skipped since the last byte. */
    private int skipped;

    HlsStream(Requests requests, HlsSegments segments, Pauses pauses) {
        this.requests = requests;
        this.segments = segments;
        this.retries = new RetryLimit(pauses);
    }

    /**
     * Opens the first file, which has the format of all of them. Blocks.
     *
     * @param trackChosen whether the files contain the chosen sound track only
     */
    FetchedAudio open(boolean trackChosen) throws IOException {
        boolean any;
        do {
            any = openNext();
        } while (any && response == null);
        // Not endless, even if it is live: segments stay available for a while, so the reader may wait.
        return any
                ? response.audio(this, false, true, trackChosen)
                : new FetchedAudio(this, Optional.empty(), Optional.empty(), "", false, true, trackChosen);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (response != null || openNext()) {
            int count = response == null ? 0 : readFile(buffer, offset, length);
            if (count > 0 || length == 0) {
                return count;
            }
        }
        return -1;
    }

    /**
     * Opens the next file, or the rest of a broken one. After a failure there is no open file yet. False at the end.
     */
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
                response = requests.get(file);
                response.stream().skipNBytes(consumed);
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
            int count = response.stream().read(buffer, offset, length);
            if (count < 0) {
                onFileEnd();
            } else {
                consumed += count;
                skipped = 0;
                retries.succeeded();
            }
            return count;
        } catch (FetchException e) {
            broke(e);
            return 0;
        }
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
        closeResponse();
        if (failure.isAbsent() && !initializing && segments.isLive() && skipped < RetryLimit.MAX_FAILURES - 1) {
            skip("does not have");
        } else {
            retries.failed(failure);
        }
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
