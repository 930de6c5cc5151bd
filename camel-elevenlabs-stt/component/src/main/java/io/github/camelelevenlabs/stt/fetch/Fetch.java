package io.github.camelelevenlabs.stt.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Locale;

/** Fetches the audio of one URL. Opened once; {@link #close()} is safe for any thread. */
public final class Fetch implements Closeable {

    /** The time of waiting after which the speed of {@link #asStream()} is judged. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** A tenth of the bytes that the slowest speech codecs need for a minute. */
    private static final int MIN_BYTES = 3_000;

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
     * Requests the URL, follows redirects, and follows an HLS playlist to its segments. Blocks until the first bytes
     * arrive.
     *
     * @param choice selects a sound track, if an HLS playlist has several in separate streams
     * @throws FetchException if the response is an error, leads to an address that is not allowed, or lacks the track
     * @throws IOException if the fetch was closed
     */
    public FetchedAudio open(TrackChoice choice) throws IOException {
        try {
            return accept(requests.get(url), choice);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private FetchedAudio accept(Requests.Response response, TrackChoice choice) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(response.stream(), Playlists.BYTES_TO_RECOGNISE);
        if (!Playlists.recognise(response.contentType().orElse(""), stream)) {
            return response.audio(stream, response.length() < 0, false, false);
        }
        HlsPlaylist playlist;
        try (stream) {
            playlist = Playlists.read(response.at(), stream);
        }
        HlsSegments segments = new HlsSegments(requests, response.at(), playlist, choice, position, pauses);
        boolean chosen = playlist instanceof HlsPlaylist.Master master
                && !master.renditions().isEmpty();
        return new HlsStream(requests, segments, pauses).open(chosen);
    }

    /**
     * A stream that sends the request at its first read. Reads block, and fail when bytes arrive far too slowly for
     * audio.
     */
    public InputStream asStream() {
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

    /** Opens the fetch at the first read, and closes it whether it was opened or not. */
    private final class Lazy extends InputStream {

        private InputStream stream;
        private long waited;
        private long received;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            long asked = pauses.nanoTime();
            if (stream == null) {
                stream = Fetch.this.open(TrackChoice.FIRST).stream();
            }
            int count = stream.read(buffer, offset, length);
            waited += pauses.nanoTime() - asked;
            received += Math.max(0, count);
            if (count >= 0 && waited >= WINDOW.toNanos()) {
                if (received < MIN_BYTES) {
                    throw FetchException.temporary(url.site() + " is too slow: in the last " + WINDOW.toSeconds()
                            + " s that it was waited for it brought " + received + " bytes");
                }
                waited = 0;
                received = 0;
            }
            return count;
        }

        @Override
        public void close() {
            Fetch.this.close();
        }
    }
}
