package io.github.camelelevenlabs.stt.audio;

/** How tests decode that do not care for notices. */
final class Settings {

    static final DecoderSettings MIX = new DecoderSettings(ChannelMode.MIX, notice -> {});
    static final DecoderSettings SPLIT = new DecoderSettings(ChannelMode.SPLIT, notice -> {});

    private Settings() {}
}
