package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Transcoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How recordings are to be decoded.
 *
 * @param executor   where files, streams and ffmpeg are waited for
 * @param ffmpeg     decodes what we do not
 * @param ffmpegPath the program; null to look for one
 * @param notices    is told what is remarkable of a recording and no failure; called by any thread, and must not block
 * @param track      of those that a recording has
 * @param live       whether it is heard from somewhere in its middle on, so that its clock has run before
 */
public record Decoding(
        ChannelMode channels,
        Executor executor,
        Ffmpeg ffmpeg,
        String ffmpegPath,
        Consumer<AudioNotice> notices,
        AudioTrack track,
        boolean live) {

    /** The first sound track of a recording. */
    public Decoding(
            ChannelMode channels, Executor executor, Ffmpeg ffmpeg, String ffmpegPath, Consumer<AudioNotice> notices) {
        this(channels, executor, ffmpeg, ffmpegPath, notices, AudioTrack.FIRST, false);
    }

    /** The same for another track. */
    public Decoding of(AudioTrack chosen) {
        return new Decoding(channels, executor, ffmpeg, ffmpegPath, notices, chosen, live);
    }

    /** The same for a stream that is live, or for a recording. */
    public Decoding ofLive(boolean stream) {
        return new Decoding(channels, executor, ffmpeg, ffmpegPath, notices, track, stream);
    }

    Transcoder transcoder(Container container) {
        return ffmpeg.transcoder(ffmpegPath, container.forFfmpeg(track));
    }

    DecoderSettings settings() {
        return new DecoderSettings(channels, notices);
    }
}
