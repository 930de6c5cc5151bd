package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Transcoder;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How recordings are to be decoded.
 *
 * @param executor   where files, streams and ffmpeg are waited for
 * @param ffmpeg     decodes what we do not
 * @param ffmpegPath the program; null to look for one
 * @param notices    is told what is remarkable of a recording and no failure; called by any thread, and must not block
 */
public record Decoding(
        ChannelMode channels, Executor executor, Ffmpeg ffmpeg, String ffmpegPath, Consumer<AudioNotice> notices) {

    Transcoder transcoder(AutoDecoder.Foreign foreign) {
        return ffmpeg.transcoder(ffmpegPath, foreign.container().forFfmpeg());
    }

    DecoderSettings settings() {
        return new DecoderSettings(channels, notices);
    }
}
