package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Transcoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How recordings are decoded.
 *
 * @param executor runs all work that may block: reading files and streams, waiting for ffmpeg
 * @param ffmpeg decodes the formats without a decoder in Java
 * @param ffmpegPath the path of the program; null to search for one
 * @param notices receives warnings about a recording; called on any thread, and must not block
 * @param track the sound track to transcribe
 * @param live whether decoding starts in the middle of a stream, so that its clock does not start at zero
 */
public record Decoding(
        ChannelMode channels,
        Executor executor,
        Ffmpeg ffmpeg,
        String ffmpegPath,
        Consumer<AudioNotice> notices,
        AudioTrack track,
        boolean live) {

    /** Decodes the first sound track of a recording. */
    public Decoding(
            ChannelMode channels, Executor executor, Ffmpeg ffmpeg, String ffmpegPath, Consumer<AudioNotice> notices) {
        this(channels, executor, ffmpeg, ffmpegPath, notices, AudioTrack.FIRST, false);
    }

    /** A copy for another track. */
    public Decoding of(AudioTrack chosen) {
        return new Decoding(channels, executor, ffmpeg, ffmpegPath, notices, chosen, live);
    }

    /** The index of the track in a list of languages, from 0; empty when it is not there. */
    public OptionalInt trackIn(List<String> languages) {
        return track.indexIn(languages);
    }

    /** A copy for the first track. */
    public Decoding ofFirstTrack() {
        return of(AudioTrack.FIRST);
    }

    /** A copy for a live stream, or for a recording. */
    public Decoding ofLive(boolean stream) {
        return new Decoding(channels, executor, ffmpeg, ffmpegPath, notices, track, stream);
    }

    Transcoder transcoder(Container container) {
        return ffmpeg.transcoder(ffmpegPath, container.forFfmpeg(track));
    }

    DecoderSettings settings() {
        return new DecoderSettings(channels, notices);
    }

    /** Runs what closes a stream or a decoder. It may block: until a read that hangs returns, or the rest of a response has arrived. */
    void close(Runnable closing) {
        try {
            executor.execute(closing);
        } catch (RuntimeException rejected) {
            closing.run();
        }
    }
}
