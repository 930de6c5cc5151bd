package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * What ffmpeg is to decode, and to what.
 *
 * @param format the one reader that ffmpeg may use; left to guess, it would also take playlists, which name other files
 */
public record Undecoded(String format, Access access) {

    private static final String MOST_MEMORY_AT_ONCE = String.valueOf(256 * 1024 * 1024);

    /** In which order the bytes have to be read. */
    public enum Access {
        /** As they come. */
        IN_ORDER,
        /** As they come if the index comes first, which MP4 leaves open; otherwise as {@link #ANYWHERE}. */
        INDEX_FIRST,
        /** Here and there, so that all of them have to be there. */
        ANYWHERE
    }

    /** The arguments of an ffmpeg that reads standard input. */
    List<String> fromPipe() {
        return arguments("pipe", "pipe:0");
    }

    /** The arguments of an ffmpeg that reads a file. */
    List<String> fromFile(Spool file) {
        return arguments("file", "file:" + file.path());
    }

    /** A WAV with all channels comes out: who mixes them has to see which ones would silence each other. */
    private List<String> arguments(String protocol, String input) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "error"));
        arguments.addAll(List.of("-max_alloc", MOST_MEMORY_AT_ONCE, "-threads", "1"));
        arguments.addAll(List.of("-protocol_whitelist", protocol, "-f", format, "-i", input));
        arguments.addAll(List.of("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1"));
        // Every packet is passed on at once: a live stream is not to wait until a buffer is full.
        arguments.addAll(List.of("-ar", "16000", "-c:a", "pcm_s16le", "-bitexact", "-flush_packets", "1"));
        arguments.addAll(List.of("-f", "wav", "pipe:1"));
        return arguments;
    }
}
