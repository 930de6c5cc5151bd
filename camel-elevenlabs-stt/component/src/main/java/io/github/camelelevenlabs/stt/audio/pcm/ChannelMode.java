package io.github.camelelevenlabs.stt.audio.pcm;

/** What becomes of a recording's channels. The service hears one. */
public enum ChannelMode {
    /** One channel, in which all are heard at the same loudness. */
    MIX,
    /** All channels, side by side. */
    SPLIT
}
