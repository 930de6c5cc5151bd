package io.github.camelelevenlabs.stt.audio.pcm;

import java.io.IOException;

/**
 * The audio needs ffmpeg, and no working ffmpeg was found. This is not a fault of the audio: it can be transcribed on
 * another machine, or after ffmpeg was installed.
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
