package io.github.camelelevenlabs.stt.audio.pcm;

/** What can be transcribed, in words: the second half of every refusal, short so that the first is seen. */
public final class Accepted {

    private static final String SOME =
            "accepted are WAV, MP3, MP4, WebM, Ogg, FLAC and others that docs/audio.md lists, and"
                    + " raw audio that audioFormat names";

    private Accepted() {}

    /** The refusal of what was found, a sentence without its end such as {@code "talk.txt is text/plain"}. */
    public static AudioException refuse(String found) {
        return new AudioException(found + "; " + SOME);
    }
}
