package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Detects texts that name streams and contain no audio: HLS, and playlists of radio stations. */
final class Playlists {

    private static final Set<String> TYPES = Set.of(
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl",
            "audio/mpegurl",
            "audio/x-mpegurl",
            "application/mpegurl",
            "audio/x-scpls",
            "audio/scpls",
            "application/pls+xml",
            "application/dash+xml",
            "application/xspf+xml");

    private static final String M3U = "#EXTM3U";
    private static final String PLS = "[playlist]";

    /** Includes white space and the byte order mark of three bytes. */
    static final int BYTES_TO_RECOGNISE = 32;

    /** A day of segments of six seconds, with URLs of more than 200 characters. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private Playlists() {}

    /**
     * Whether the response is a playlist. Reads the first bytes and pushes them back. Blocks.
     *
     * @param stream can push back {@link #BYTES_TO_RECOGNISE} bytes
     */
    static boolean recognise(String contentType, PushbackInputStream stream) throws IOException {
        if (TYPES.contains(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            return true;
        }
        byte[] first = stream.readNBytes(BYTES_TO_RECOGNISE);
        stream.unread(first);
        String text = WebUrlParser.stripped(new String(first, StandardCharsets.UTF_8));
        return begins(text, M3U) || begins(text, PLS);
    }

    private static boolean begins(String text, String mark) {
        return text.regionMatches(true, 0, mark, 0, mark.length());
    }

    /**
     * Reads an HLS playlist. Blocks.
     *
     * @param at the URL of the playlist
     * @throws FetchException if it is another kind of playlist, or one that is not supported
     */
    static HlsPlaylist read(WebUrl at, InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw FetchException.permanent(
                    at.site() + " answered with a playlist of more than " + MAX_BYTES + " bytes");
        }
        if (bytes.length > 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B) {
            throw FetchException.permanent(at.site() + " compresses its playlist with gzip, which was not asked for");
        }
        String text = WebUrlParser.stripped(new String(bytes, StandardCharsets.UTF_8));
        if (!begins(text, M3U)) {
            throw refused(at.site());
        }
        return HlsParser.parse(at, text);
    }

    static FetchException refused(String site) {
        return FetchException.permanent(
                site + " answered with a playlist, such as .m3u or .pls, that is not one of HLS; it"
                        + " is not followed: use the URL of the stream that it names");
    }
}
