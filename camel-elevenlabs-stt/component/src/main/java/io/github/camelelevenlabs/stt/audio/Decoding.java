package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Transcoder;
import java.util.concurrent.Executor;

/**
 * How recordings are to be decoded.
 *
 * @param executor   where files, streams and ffmpeg are waited for
 * @param ffmpeg     decodes what we do not
 * @param ffmpegPath the program; null to look for one
 */
public record Decoding(ChannelMode channels, Executor executor, Ffmpeg ffmpeg, String ffmpegPath) {

    Transcoder transcoder(AutoDecoder.Foreign foreign) {
        return ffmpeg.transcoder(ffmpegPath, foreign.container().forFfmpeg(channels));
    }
}
