package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * What ffmpeg is to decode, and to what.
 *
 * @param format the one reader that ffmpeg may use; left to guess, it would also take playlists, which name other files
 * @param timed  whether the container has times of its own, which come out with the samples
 * @param track  the sound track to decode; with a language all are, since only ffmpeg knows which one it is
 */
public record DecodeCommand(String format, Access access, boolean timed, AudioTrack track) {

    private static final String MAX_MEMORY_AT_ONCE = String.valueOf(256 * 1024 * 1024);

    /** By how much the times come out too late: Matroska has none before zero, where the audio before a cut may begin. */
    public static final long TIMES_AHEAD_MILLIS = 100_000;

    /** MPEG-PS says nowhere which tracks there are: its sound is known when it begins, and may begin late. */
    private static final String WITHOUT_INDEX = "mpeg";

    private static final List<String> PATIENCE =
            List.of("-analyzeduration", String.valueOf(120_000_000), "-probesize", String.valueOf(32 * 1024 * 1024));

    /** In which order the bytes have to be read. */
    public enum Access {
        /** As they come. */
        IN_ORDER,
        /** As they come if the index comes first, which MP4 leaves open; otherwise as {@link #ANYWHERE}. */
        INDEX_FIRST,
        /** Here and there, so that all of them have to be there. */
        ANYWHERE
    }

    /** The first track, as nothing but samples. */
    public DecodeCommand(String format, Access access) {
        this(format, access, false, AudioTrack.FIRST);
    }

    /** The arguments of an ffmpeg that reads standard input. */
    List<String> fromPipe() {
        return arguments("pipe", "pipe:0");
    }

    /** The arguments of an ffmpeg that reads a file. */
    List<String> fromFile(Spool file) {
        return arguments("file", file.url());
    }

    /**
     * A WAV comes out, whose header says how many channels there are, or with times a Matroska that says so. All channels
     * do: who mixes them has to see which ones would silence each other.
     */
    private List<String> arguments(String protocol, String input) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-nostats"));
        // What it says of the input tells which tracks there are; each line has its level in front.
        arguments.addAll(List.of("-loglevel", "level+info"));
        arguments.addAll(List.of("-max_alloc", MAX_MEMORY_AT_ONCE, "-threads", "1"));
        // Times as they are in the container: otherwise the first ones of the sound would become zero.
        arguments.addAll(timed ? List.of("-copyts") : List.of());
        arguments.addAll(format.equals(WITHOUT_INDEX) ? PATIENCE : List.of());
        arguments.addAll(List.of("-protocol_whitelist", protocol, "-f", format, "-i", input));
        arguments.addAll(List.of("-map", track.isByLanguage() ? "0:a" : "0:a:" + (track.number() - 1)));
        arguments.addAll(List.of("-vn", "-sn", "-dn", "-map_metadata", "-1"));
        // Every packet is passed on at once: a live stream is not to wait until a buffer is full.
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
