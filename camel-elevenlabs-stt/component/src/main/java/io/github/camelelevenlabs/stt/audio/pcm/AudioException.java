package io.github.camelelevenlabs.stt.audio.pcm;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;

/** The audio cannot be transcribed as it is. The message says what was found and what is accepted. */
public class AudioException extends IOException {

    private static final long serialVersionUID = 1L;

    public AudioException(String message) {
        super(Printable.message(message));
    }

    public AudioException(String message, Throwable cause) {
        super(Printable.message(message), Printable.cause(cause));
    }
}
