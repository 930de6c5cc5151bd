package io.github.camelelevenlabs.stt.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Locale;

/** The audio of one URL, on its way. Opened once; closed from any thread. */
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
     * Asks for the URL, and for what it redirects to, or names if it is a playlist of HLS. Blocks until the first bytes are
     * there.
     *
     * @throws FetchException when the answer is an error, or leads where it may not
     * @throws IOException    when the fetch was closed meanwhile
     */
    public FetchedAudio open() throws IOException {
        try {
            return accept(requests.get(url));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private FetchedAudio accept(Requests.Response answer) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(answer.stream(), Playlists.BYTES_TO_RECOGNISE);
        if (!Playlists.recognise(answer.contentType().orElse(""), stream)) {
            return new FetchedAudio(
                    stream,
                    answer.contentType(),
                    answer.contentEncoding(),
                    answer.at().fileName(),
                    answer.length() < 0,
                    false);
        }
        HlsPlaylist playlist;
        try (stream) {
            playlist = Playlists.read(answer.at(), stream);
        }
        HlsSegments segments = new HlsSegments(requests, answer.at(), playlist, position, pauses);
        return new HlsStream(requests, segments, pauses).open();
    }

    /** The bytes as a stream that asks for them with its first read. Fails when they come far too slowly to be audio. */
    public InputStream asStream() {
        return new LazyStream(this, pauses);
    }

    /** Says that less than a tenth of the audio came that takes this long to be heard. */
    public FetchException tooSlow(Duration waited, Duration came) {
        return FetchException.temporary(String.format(
                Locale.ROOT,
                "%s is too slow: in the last %d s that it was waited for it brought %.1f s of audio, and a tenth of"
                        + " real time is needed",
                url.site(),
                waited.toSeconds(),
                came.toMillis() / 1000.0));
    }

    /** Where it leads, without what may be secret. */
    String site() {
        return url.site();
    }

    /** Ends it, wherever it is: an open that connects and a read that waits fail. May be called twice. */
    @Override
    public void close() {
        requests.close();
    }
}
