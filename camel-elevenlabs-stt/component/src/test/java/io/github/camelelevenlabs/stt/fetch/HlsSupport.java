package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Streams whose segments are short texts: the file name in brackets. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class HlsSupport {

    static final String TYPE = "application/vnd.apple.mpegurl";

    final ManualPauses pauses = new ManualPauses();
    final HlsPosition position = new HlsPosition();
    RawHttpServer server;
    UrlFetcher fetcher;

    @BeforeEach
    void start() throws Exception {
        server = RawHttpServer.start();
        fetcher = Fetchers.of(ofSeconds(2));
        for (int i = 0; i < 30; i++) {
            segment(i + ".ts");
        }
    }

    @AfterEach
    void every_connection_is_closed() throws Exception {
        await().until(() -> server.connections() == 0);
        fetcher.close();
        server.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void segment(String name) {
        server.at("/" + name, "video/mp2t", bytes("[" + name + "]"));
    }

    void playlist(String... lines) {
        server.at("/live.m3u8", TYPE, bytes("#EXTM3U\n" + String.join("\n", lines)));
    }

    /** Segments of six seconds, by number. */
    void window(int first, int last) {
        playlist(segments(first, last));
    }

    void ended(int first, int last) {
        playlist(segments(first, last), "#EXT-X-ENDLIST");
    }

    static String segments(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> "#EXTINF:6,\n" + i + ".ts")
                .collect(
                        Collectors.joining("\n", "#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n", ""));
    }

    Fetch fetch(Reach reach) throws IOException {
        WebUrl url = WebUrl.parse(server.url("/live.m3u8"));
        return new Fetch(url, fetcher.requests(url, reach), position, pauses);
    }

    /** Reads the stream to its end. */
    String readAll() throws IOException {
        try (InputStream stream = fetch(Reach.OWN_HOST).open(TrackChoice.FIRST).stream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String read(InputStream stream, int bytes) throws IOException {
        return new String(stream.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    List<String> asked() {
        return server.requests().stream().map(head -> head.split(" ")[1]).toList();
    }

    void recording(String... lines) {
        playlist("#EXT-X-TARGETDURATION:6\n" + String.join("\n", lines) + "\n#EXT-X-ENDLIST");
    }
}
