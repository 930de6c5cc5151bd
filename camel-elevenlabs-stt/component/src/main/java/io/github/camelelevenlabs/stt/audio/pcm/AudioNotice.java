package io.github.camelelevenlabs.stt.audio.pcm;

/**
 * Something about a recording that is no failure, yet that its owner should know.
 *
 * @param text a sentence: what was found, then what was done about it
 */
public record AudioNotice(Kind kind, String text) {

    /** What it is about; endpoints log some kinds once only. */
    public enum Kind {
        /** Bytes that nothing describes are sent as samples, though they do not look like any. */
        NOT_LIKE_SOUND,
        /** Channels that would silence each other when they are mixed. */
        CHANNELS_CANCEL_OUT,
        /** A part of the recording is not transcribed. */
        NOT_DECODED,
        /** Times that are not the container's. */
        TIMES_JUMP
    }
}
