package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.util.concurrent.CompletionStage;

/**
 * A source for audio in one piece: in memory, or in a stream that is read on demand. No method blocks; all are safe
 * for any thread.
 *
 * <p>For a recording in memory, every stage is complete when it is returned, unless ffmpeg is needed. Blocks share
 * the memory of the recording if it contains the samples unchanged. A stream is opened and read on the executor, by
 * one task at a time and only on demand; a slow stream results in small blocks, which do not wait to become full. The
 * stream is closed exactly once: at its end, when reading or decoding fails, or by {@link #close()}, which also ends
 * a read that hangs. The samples before a failure are delivered first.
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

    /**
     * Whether ffmpeg is collecting the recording in a file, because it can decode it only as a whole. Safe for any
     * thread.
     */
    public boolean isCollecting() {
        return audio.isCollecting();
    }

    /** Closes the stream, also one that was never read. Pending stages fail. */
    @Override
    public void close() {
        audio.fail(AudioException.closed());
    }
}
