package io.github.camelelevenlabs.stt.audio.pcm;

/** How the channels of a recording are transcribed. The service takes one channel. */
public enum ChannelMode {
    /** All channels are mixed to one. */
    MIX,
    /** Each channel gets a session of its own. */
    SPLIT
}
