package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.io.InputStream;

/**
 * A recording that is read as it is needed: a stream, or a file as {@code () -> Files.newInputStream(path)}.
 *
 * <p>Opening and reading happen on the executor, one task at a time and none while nobody asks. A stream that trickles
 * gives small blocks rather than waiting for a full one. The stream is closed exactly once: at its end, when it or its
 * decoding fails, or by {@link #close()} on the thread that calls it, which ends a read that hangs.
 */
public final class StreamSource extends PulledSource {

    /** How to get at the stream; called at most once. Closing the source does not interrupt it: it ends by itself. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    /** Opens the stream when the source is opened. */
    public StreamSource(Opening opening, AudioHint hint, Decoding decoding) {
        super(new StreamInput(opening), hint, decoding);
    }

    /** Takes over an open stream: it is closed even if the source is never opened, as long as that is closed. */
    public StreamSource(InputStream stream, AudioHint hint, Decoding decoding) {
        super(new StreamInput(stream), hint, decoding);
    }
}
