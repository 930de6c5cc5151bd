package io.github.camelelevenlabs.stt.audio.pcm;

/** The settings of tests that ignore notices. */
public final class Settings {

    public static final DecoderSettings MIX = new DecoderSettings(ChannelMode.MIX, notice -> {});
    public static final DecoderSettings SPLIT = new DecoderSettings(ChannelMode.SPLIT, notice -> {});

    private Settings() {}
}
