package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * Audio that is all in one piece: in memory, or in a stream that is read as it is needed.
 *
 * <p>Of a recording in memory, every stage is complete when it is returned, unless ffmpeg is needed, and blocks share the
 * recording's memory where they are its samples as they are. A stream is opened and read on the executor, one task at a
 * time and none while nobody asks; one that trickles gives small blocks rather than waiting for a full one. It is closed
 * exactly once: at its end, when it or its decoding fails, or by {@link #close()}, which ends a read that hangs. The
 * samples before a failure are given first.
 */
public final class Recording implements AudioSource {

    private final FedSource audio;

    public Recording(AudioPiece all, AudioHint hint, Decoding decoding) {
        audio = new FedSource(all, hint, decoding);
    }

    @Override
    public CompletionStage<Opened> open() {
        return audio.open();
    }

    @Override
    public CompletionStage<Block> read() {
        return audio.read();
    }

    /** Whether it has to be there as a whole, in a file, before any of it can be decoded. May be asked by any thread. */
    public boolean isCollecting() {
        return audio.isCollecting();
    }

    /** Also closes a stream that was never read. What is pending fails. */
    @Override
    public void close() {
        audio.fail(new IOException("The audio was closed before its end"));
    }
}
