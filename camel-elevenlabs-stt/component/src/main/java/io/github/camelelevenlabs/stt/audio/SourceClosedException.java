package io.github.camelelevenlabs.stt.audio;

/**
 * The source accepts no more audio, because it was closed or its audio was ended. This is not a fault of the late
 * audio.
 */
public final class SourceClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SourceClosedException(String message) {
        super(message);
    }
}
