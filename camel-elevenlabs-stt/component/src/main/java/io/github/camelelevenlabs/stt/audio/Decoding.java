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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

    /** The index of the track in a list of languages, from 0; empty when it is not there. */
    public OptionalInt trackIn(List<String> languages) {
        return track.indexIn(languages);
    }

    /** A copy for the first track. */
    public Decoding ofFirstTrack() {
        return new Decoding(channels, executor, ffmpeg, ffmpegPath, notices, AudioTrack.FIRST, live);
    }

    /** A copy for a live stream, or for a recording. */
    public Decoding ofLive(boolean stream) {
        return new Decoding(channels, executor, ffmpeg, ffmpegPath, notices, track, stream);
    }

    /**
     * Does work that may block on the executor. The future completes with its result, or with its failure or that of an
     * executor that refuses it.
     */
    <T> void execute(CompletableFuture<T> done, Callable<T> work) {
        try {
            executor.execute(() -> {
                try {
                    done.complete(work.call());
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RuntimeException rejected) {
            done.completeExceptionally(rejected);
        }
    }

    /**
     * Closes something on the executor, or here when that refuses. Closing a stream may block: until a read that hangs
     * returns, or until the rest of a response has arrived.
     */
    void close(Runnable closing) {
        try {
            executor.execute(closing);
        } catch (RuntimeException rejected) {
            closing.run();
        }
    }

    Transcoder transcoder(Container container) {
        return ffmpeg.transcoder(ffmpegPath, container.forFfmpeg(track));
    }

    DecoderSettings settings() {
        return new DecoderSettings(channels, notices);
    }
}
