package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import java.util.concurrent.Executor;

/** The settings of tests that need no ffmpeg. */
public final class Decodings {

    private Decodings() {}

    public static Decoding on(Executor executor) {
        return on(executor, ChannelMode.MIX);
    }

    public static Decoding on(Executor executor, ChannelMode channels) {
        return new Decoding(
                channels, executor, new Ffmpeg((delay, task) -> {}), null, notice -> {}, AudioTrack.FIRST, false);
    }
}
