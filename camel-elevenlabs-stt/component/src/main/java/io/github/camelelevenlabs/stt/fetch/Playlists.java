package io.github.camelelevenlabs.stt.fetch;

import static io.github.camelelevenlabs.stt.fetch.Steps.step;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

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

    /** The limit for a whole playlist: a server that sends a byte now and then is never silent. */
    private static final Duration MAX_TIME = Duration.ofMinutes(1);

    private Playlists() {}

    /** Completes with whether the response is a playlist. Its bytes are still given. */
    static CompletableFuture<Boolean> recognise(String contentType, ResponseBody body) {
        if (TYPES.contains(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            return CompletableFuture.completedFuture(true);
        }
        return body.first(BYTES_TO_RECOGNISE).thenApply(first -> {
            String text = WebUrlParser.stripped(new String(first, StandardCharsets.UTF_8));
            return begins(text, M3U) || begins(text, PLS);
        });
    }

    private static boolean begins(String text, String mark) {
        return text.regionMatches(true, 0, mark, 0, mark.length());
    }

    /**
     * Reads an HLS playlist and closes its connection. Fails with a FetchException if it is another kind of playlist, or one that
     * is not supported.
     *
     * @param clock measures how long it takes
     * @param working parses the playlist, which may be long
     */
    static CompletableFuture<HlsPlaylist> read(Requests.Response response, Pauses clock, Executor working) {
        long begun = clock.nanoTime();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        FetchedStream stream = response.stream();
        CompletableFuture<byte[]> whole = Steps.repeat(() -> stream.readable().thenApply(step(nothing -> {
            int count = stream.take(buffer, 0, buffer.length);
            all.write(buffer, 0, Math.max(0, count));
            if (count > 0 && clock.nanoTime() - begun > MAX_TIME.toNanos()) {
                throw FetchException.temporary(
                        response.at().site() + " has not sent its playlist within " + MAX_TIME.toSeconds() + " s");
            }
            return count < 0 || all.size() > MAX_BYTES ? Optional.of(all.toByteArray()) : Optional.empty();
        })));
        return whole.whenComplete((bytes, failure) -> stream.close())
                .thenApplyAsync(step(bytes -> parse(response.at(), bytes)), working);
    }

    private static HlsPlaylist parse(WebUrl at, byte[] bytes) throws FetchException {
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
