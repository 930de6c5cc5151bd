package io.github.camelelevenlabs.stt.audio;

/** The settings of tests that ignore notices. */
final class Settings {

    static final DecoderSettings MIX = new DecoderSettings(ChannelMode.MIX, notice -> {});
    static final DecoderSettings SPLIT = new DecoderSettings(ChannelMode.SPLIT, notice -> {});

    private Settings() {}
}
