package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * The input and output of an ffmpeg process.
 *
 * @param format the only demuxer that ffmpeg may use; if it guessed, it would also accept playlists, which name other
 *     files
 * @param timed whether the container has timestamps, which are then output with the samples
 * @param track the sound track to decode; selected by language, all tracks are decoded, because only ffmpeg knows
 *     their languages
 */
public record DecodeCommand(String format, Access access, boolean timed, AudioTrack track) {

    private static final String MAX_MEMORY_AT_ONCE = String.valueOf(256 * 1024 * 1024);

    /** The offset of the output timestamps. Matroska has none below zero, where the audio before a cut may begin. */
    public static final long TIMES_AHEAD_MILLIS = 100_000;

    /** MPEG-PS has no list of tracks: a sound track is known only when it begins, which may be late. */
    private static final String WITHOUT_INDEX = "mpeg";

    private static final List<String> PATIENCE =
            List.of("-analyzeduration", String.valueOf(120_000_000), "-probesize", String.valueOf(32 * 1024 * 1024));

    /** The order in which the bytes have to be read. */
    public enum Access {
        /** From front to back. */
        IN_ORDER,
        /** From front to back if the index comes first, which MP4 leaves open; otherwise as {@link #ANYWHERE}. */
        INDEX_FIRST,
        /** At any position, so that all bytes must be available. */
        ANYWHERE
    }

    /** The arguments to read standard input. */
    List<String> fromPipe() {
        return arguments("pipe", "pipe:0");
    }

    /** The arguments to read a file. */
    List<String> fromFile(Spool file) {
        return arguments("file", file.url());
    }

    /**
     * The output is a WAV, or Matroska when timestamps are needed; both state the number of channels. All channels
     * are output, because the mixer must see which ones would cancel each other out.
     */
    private List<String> arguments(String protocol, String input) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-nostats"));
        // The log describes the tracks of the input. Each line begins with its level.
        arguments.addAll(List.of("-loglevel", "level+info"));
        arguments.addAll(List.of("-max_alloc", MAX_MEMORY_AT_ONCE, "-threads", "1"));
        // The timestamps of the container are kept; otherwise the first sound would be at zero.
        arguments.addAll(timed ? List.of("-copyts") : List.of());
        arguments.addAll(format.equals(WITHOUT_INDEX) ? PATIENCE : List.of());
        arguments.addAll(List.of("-protocol_whitelist", protocol, "-f", format, "-i", input));
        arguments.addAll(List.of("-map", track.isByLanguage() ? "0:a" : "0:a:" + (track.number() - 1)));
        arguments.addAll(List.of("-vn", "-sn", "-dn", "-map_metadata", "-1"));
        // Each packet is flushed at once, so that a live stream does not wait for a full buffer.
        arguments.addAll(List.of("-ar", "16000", "-c:a", "pcm_s16le", "-bitexact", "-flush_packets", "1"));
        if (timed || track.isByLanguage()) {
            arguments.addAll(List.of("-output_ts_offset", String.valueOf(TIMES_AHEAD_MILLIS / 1000)));
            arguments.addAll(List.of("-f", "matroska", "-cluster_time_limit", "100", "pipe:1"));
        } else {
            arguments.addAll(List.of("-f", "wav", "pipe:1"));
        }
        return arguments;
    }
}
