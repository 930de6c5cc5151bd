package io.github.camelelevenlabs.stt.audio;

/** The source takes no more audio: it was closed, or told that its audio has ended. No fault of the audio that came late. */
public final class SourceClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SourceClosedException(String message) {
        super(message);
    }
}
