package io.github.camelelevenlabs.stt.audio.pcm;

/** The second half of every refusal: which audio is accepted. It is short, so that the reader sees the first half. */
public final class Accepted {

    private static final String SOME =
            "accepted are WAV, MP3, MP4, WebM, Ogg, FLAC and others that docs/audio.md lists, and"
                    + " raw audio that audioFormat names";

    private Accepted() {}

    /**
     * Builds the exception that refuses audio.
     *
     * @param found what was found: a sentence without its full stop, such as {@code "talk.txt is text/plain"}
     */
    public static AudioException refuse(String found) {
        return new AudioException(found + "; " + SOME);
    }
}
