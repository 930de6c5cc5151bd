package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.test.Id3Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HLS playlists with segments made by ffmpeg. */
class HlsIT extends SttRouteSupport {

    private static final String PLAYLIST = "application/vnd.apple.mpegurl";
    private static final String QUICK = "&reconnectDelay=50&maxReconnectDelay=100&urlTimeout=2000";

    private static final String WORDS = "one two three four five six seven eight nine one two three four five";

    private RawHttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = RawHttpServer.start();
    }

    @AfterEach
    void nothing_stays_open() throws Exception {
        context.stop();
        await().until(() -> server.connections() == 0);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        server.close();
    }

    /** Two words in each second, so that cuts at full seconds fall between words. */
    private static byte[] spoken(String words) {
        return Tones.at(48_000)
                .pause(Duration.ofMillis(150))
                .pace(Duration.ofMillis(200), Duration.ofMillis(300))
                .say(words)
                .wav();
    }

    /** Publishes the words in a folder of the server as segments of one second; returns the number of segments. */
    private int publish(String folder, String words, String options) {
        Map<String, byte[]> files =
                Encoder.encodeToFiles(spoken(words), "index.m3u8", options + " -hls_time 1 -hls_list_size 0 -f hls");
        files.forEach((name, bytes) -> server.at(folder + name, name.endsWith("m3u8") ? PLAYLIST : "", bytes));
        return (int) files.keySet().stream()
                .filter(name -> name.matches("index\\d+.*"))
                .count();
    }

    private static String segments(String folder, int first, int last, String extension) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> "#EXTINF:1,\n" + folder + "index" + i + extension + "\n")
                .collect(Collectors.joining());
    }

    private static byte[] playlist(int first, String segments) {
        return ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n" + segments)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void transcribe(String path) throws Exception {
        addRoutes(
                routes -> routes.from("elevenlabs-stt:news?includeTimestamps=true&audioUrl=" + server.url(path) + QUICK)
                        .routeId("news")
                        .to("mock:news"));
    }

    private String text() {
        return mock("news").getExchanges().stream()
                .map(exchange -> exchange.getIn().getBody(String.class))
                .collect(Collectors.joining(" "));
    }

    private void assertTranscribed(String words) {
        await().atMost(Duration.ofSeconds(60)).until(() -> text().length() >= words.length());
        await().until(() -> !onlySession().isOpen());
        assertThat(text()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c:a aac",
                "-c:a libmp3lame",
                "-c:a aac -hls_segment_type fmp4",
                "-f lavfi -i color=size=64x48:rate=25 -map 0:a -map 1:v -shortest -c:v mpeg2video -g 25 -c:a aac"
            })
    void a_recording_is_transcribed_whole(String options) throws Exception {
        assertThat(publish("/", WORDS, options)).isBetween(6, 8);
        transcribe("/index.m3u8");
        assertTranscribed(WORDS);
    }

    @ParameterizedTest
    @CsvSource({"aac, -c:a aac", "mp3, -c:a libmp3lame -write_id3v2 0 -write_xing 0"})
    void segments_without_a_container_are_transcribed_whole(String extension, String options) throws Exception {
        List<String> parts = List.of("one two three", "four five", "six seven");
        for (int i = 0; i < parts.size(); i++) {
            byte[] segment = Id3Tag.before(Encoder.encode(spoken(parts.get(i)), extension, options));
            server.at("/index" + i + "." + extension, "application/octet-stream", segment);
        }
        server.at("/index.m3u8", PLAYLIST, playlist(0, segments("", 0, 2, "." + extension) + "#EXT-X-ENDLIST"));
        transcribe("/index.m3u8");
        assertTranscribed(String.join(" ", parts));
    }

    @Test
    void the_clock_and_the_sample_rate_may_change_at_a_discontinuity() throws Exception {
        int first = publish("/a/", "one two three four", "-c:a aac");
        int second = publish("/b/", "five six seven", "-c:a aac -ar 22050");
        String segments = segments("a/", 0, first - 1, ".ts") + "#EXT-X-DISCONTINUITY\n"
                + segments("b/", 0, second - 1, ".ts") + "#EXT-X-ENDLIST";
        server.at("/index.m3u8", PLAYLIST, playlist(7, segments));
        transcribe("/index.m3u8");
        assertTranscribed("one two three four five six seven");
    }

    @Test
    void the_codec_may_change_at_a_discontinuity() throws Exception {
        int first = publish("/a/", "one two three four", "-c:a aac -hls_segment_type fmp4");
        int second = publish("/b/", "five six seven", "-c:a libmp3lame -hls_segment_type fmp4");
        String segments = "#EXT-X-MAP:URI=\"a/init.mp4\"\n" + segments("a/", 0, first - 1, ".m4s")
                + "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"b/init.mp4\"\n" + segments("b/", 0, second - 1, ".m4s")
                + "#EXT-X-ENDLIST";
        server.at("/index.m3u8", PLAYLIST, playlist(0, segments));
        transcribe("/index.m3u8");
        assertTranscribed("one two three four five six seven");
    }

    @Test
    void the_container_may_change_at_a_discontinuity() throws Exception {
        server.at("/a.aac", "", Id3Tag.before(Encoder.encode(spoken("one two"), "aac", "-c:a aac")));
        int second = publish("/b/", "three four", "-c:a aac");
        int third = publish("/c/", "five six", "-c:a aac -hls_segment_type fmp4");
        String segments = "#EXTINF:1,\na.aac\n#EXT-X-DISCONTINUITY\n" + segments("b/", 0, second - 1, ".ts")
                + "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"c/init.mp4\"\n" + segments("c/", 0, third - 1, ".m4s")
                + "#EXT-X-ENDLIST";
        server.at("/index.m3u8", PLAYLIST, playlist(0, segments));
        transcribe("/index.m3u8");
        assertTranscribed("one two three four five six");
        assertThat(textOf(send("elevenlabs-stt:calls?allowPrivateUrls=true", server.url("/index.m3u8"))))
                .isEqualTo("one two three four five six");
    }

    /**
     * Publishes a live playlist of three segments, which advances by one at every request and is missing {@code outages}
     * times.
     */
    private void onAir(int count, int outages) {
        AtomicInteger last = new AtomicInteger(1);
        AtomicInteger left = new AtomicInteger(outages);
        server.at("/live.m3u8", reply -> {
            if (last.get() == 4 && left.getAndDecrement() > 0) {
                reply.head("404 Not Found", "Content-Length: 0");
                return;
            }
            int newest = Math.min(count - 1, last.incrementAndGet());
            int oldest = Math.max(0, newest - 2);
            byte[] window = playlist(
                    oldest, segments("", oldest, newest, ".ts") + (newest == count - 1 ? "#EXT-X-ENDLIST" : ""));
            reply.head("200 OK", "Content-Type: " + PLAYLIST, "Content-Length: " + window.length)
                    .send(window);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void a_live_stream_is_transcribed_once_although_its_playlist_is_missing_for_a_while(int outages) throws Exception {
        onAir(publish("/", WORDS, "-c:a aac"), outages);
        transcribe("/live.m3u8");
        assertTranscribed(WORDS);
        assertThat(mock("news").getExchanges())
                .extracting(exchange -> exchange.getIn().getHeader(START_TIME, Long.class))
                .isSorted();
    }

    @Test
    void a_route_that_stops_does_not_wait_for_the_next_segment() throws Exception {
        publish("/", "one two three four", "-c:a aac");
        server.at(
                "/live.m3u8",
                PLAYLIST,
                ("#EXTM3U\n#EXT-X-TARGETDURATION:600\n" + segments("", 0, 1, ".ts")).getBytes());
        transcribe("/live.m3u8");
        await().until(() -> server.requests().size() == 3);
        context.getRouteController().stopRoute("news");
        await().until(() -> server.connections() == 0);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void a_message_may_hold_the_url_of_a_playlist() {
        publish("/", "one two three four", "-c:a aac");
        assertThat(textOf(send("elevenlabs-stt:calls?allowPrivateUrls=true", server.url("/index.m3u8"))))
                .isEqualTo("one two three four");
        assertThat(send("elevenlabs-stt:calls", server.url("/index.m3u8")).getException())
                .hasMessageContaining("not public");
    }

    @Test
    void audio_track_selects_a_rendition_by_language_or_number() {
        publish("/en/", "one two three four", "-c:a aac");
        publish("/de/", "six seven eight nine", "-c:a aac");
        server.at("/master.m3u8", PLAYLIST, """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="de-AT",URI="de/index.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="en",DEFAULT=YES,URI="en/index.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AUDIO="a"
                240.m3u8
                """.getBytes(StandardCharsets.UTF_8));
        String calls = "elevenlabs-stt:calls?allowPrivateUrls=true";
        assertThat(textOf(send(calls, server.url("/master.m3u8")))).isEqualTo("one two three four");
        assertThat(textOf(send(calls + "&audioTrack=ger", server.url("/master.m3u8"))))
                .isEqualTo("six seven eight nine");
        assertThat(textOf(send(calls + "&audioTrack=2", server.url("/master.m3u8"))))
                .isEqualTo("six seven eight nine");
        assertThat(send(calls + "&audioTrack=fr", server.url("/master.m3u8")).getException())
                .hasMessageContaining("has no such sound track; it has 1 (en), 2 (de-AT)");
    }

    @Test
    void a_recording_with_a_missing_segment_fails_its_message() {
        publish("/", "one two three four", "-c:a aac");
        server.at("/index1.ts", reply -> reply.head("404 Not Found", "Content-Length: 0"));
        assertThat(send("elevenlabs-stt:calls?allowPrivateUrls=true", server.url("/index.m3u8"))
                        .getException())
                .isInstanceOfSatisfying(ElevenLabsSttException.class, failure -> {
                    assertThat(failure.getErrorType()).isEqualTo("invalid_audio");
                    assertThat(failure.isRetryable()).isFalse();
                })
                .hasMessageContaining("answered 404");
    }
}
