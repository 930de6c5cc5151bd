package io.github.camelelevenlabs.stt.audio.pcm;

/**
 * A warning about a recording that is not a failure.
 *
 * @param text a sentence: what was found, then what was done about it
 */
public record AudioNotice(Kind kind, String text) {

    /** The subject of the notice. Endpoints log some kinds only once. */
    public enum Kind {
        /** Bytes without a declared format are sent as samples, although they do not look like sound. */
        NOT_LIKE_SOUND,
        /** Channels cancel each other out when they are mixed. */
        CHANNELS_CANCEL_OUT,
        /** A part of the recording is not transcribed. */
        NOT_DECODED,
        /** Timestamps of the container that were not followed. */
        TIMES_JUMP
    }
}
