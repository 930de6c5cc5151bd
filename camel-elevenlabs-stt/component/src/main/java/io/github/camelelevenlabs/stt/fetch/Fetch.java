package io.github.camelelevenlabs.stt.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Locale;

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
            return new FetchedAudio(
                    stream,
                    response.contentType(),
                    response.contentEncoding(),
                    response.at().fileName(),
                    response.length() < 0,
                    false,
                    false);
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
        return new LazyStream(this, pauses);
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

    /** The scheme and host, without parts that may be secret. */
    String site() {
        return url.site();
    }

    /** Ends the fetch: pending opens and reads fail. Does not block. Safe for any thread, and more than once. */
    @Override
    public void close() {
        requests.close();
    }
}
