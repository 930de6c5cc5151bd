package io.github.camelelevenlabs.stt.audio.pcm;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;

/** The audio cannot be transcribed as it is. The message says what was found and what is accepted. */
public class AudioException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The second half of every refusal. It is short, so that the reader sees the first half. */
    private static final String ACCEPTED =
            "accepted are WAV, MP3, MP4, WebM, Ogg, FLAC and others that docs/audio.md lists, and"
                    + " raw audio that audioFormat names";

    public AudioException(String message) {
        super(Printable.message(message));
    }

    public AudioException(String message, Throwable cause) {
        super(Printable.message(message), Printable.cause(cause));
    }

    /**
     * The refusal of audio, which also says which audio is accepted.
     *
     * @param found what was found: a sentence without its full stop, such as {@code "talk.txt is text/plain"}
     */
    public static AudioException refused(String found) {
        return new AudioException(found + "; " + ACCEPTED);
    }

    /** The failure of a read that waited when its source was closed, which is no fault of the audio. */
    public static IOException closed() {
        return new IOException("The audio was closed before its end");
    }
}
