package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Texts that name streams and hold no audio: HLS, and the playlists of radio stations. */
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

    private Playlists() {}

    /**
     * Looks at what came and gives it back as it was.
     *
     * @throws FetchException when it is a playlist
     */
    static InputStream refuse(String site, String contentType, InputStream stream) throws IOException {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (TYPES.contains(type)) {
            throw refused(site, type);
        }
        PushbackInputStream looked = new PushbackInputStream(stream, PLS.length());
        byte[] first = looked.readNBytes(PLS.length());
        looked.unread(first);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        if (text.startsWith(M3U) || text.equalsIgnoreCase(PLS)) {
            throw refused(site, text.startsWith(M3U) ? M3U : PLS);
        }
        return looked;
    }

    private static FetchException refused(String site, String what) {
        return FetchException.lasting(
                site + " answered with a playlist (" + what + "), such as .m3u8 (HLS), .m3u or .pls; it"
                        + " is not followed: use the URL of the stream that it names");
    }
}
