package io.github.camelelevenlabs.stt.audio.pcm;

import java.io.IOException;

/**
 * The audio needs an ffmpeg, and there is none here that runs. No fault of the audio: on another machine, or later, it can
 * be transcribed as it is.
 */
public final class DecoderMissingException extends IOException {

    private static final long serialVersionUID = 1L;

    public DecoderMissingException(String message) {
        super(message);
    }

    public DecoderMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
