package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HlsParserTest {

    private static HlsPlaylist parse(String text) throws FetchException {
        return HlsParser.parse(WebUrl.parse("https://radio.example/live/index.m3u8?ticket=secret"), text);
    }

    private static Media media(String text) throws FetchException {
        return (Media) parse(text);
    }

    private static String sound(String text) throws FetchException {
        WebUrl sound = ((Master) parse(text)).sound();
        return sound.site() + sound.path();
    }

    @Test
    void a_media_playlist_names_its_segments() throws Exception {
        Media playlist = media("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:41
                # a comment
                #EXT-X-SOMETHING-NEW:1

                #EXTINF:5.96,News, and more
                a.ts?x=1
                #EXT-X-DISCONTINUITY
                #EXT-X-GAP
                #EXTINF:6
                /b.ts
                #EXT-X-MAP:URI="init.mp4"
                #EXT-X-KEY:METHOD=NONE
                #EXT-X-PROGRAM-DATE-TIME:2026-11-25T10:00:00Z
                #EXTINF:2.5,
                https://cdn.example/c.m4s
                #EXT-X-ENDLIST
                """);
        assertThat(playlist.target()).isEqualTo(ofSeconds(6));
        assertThat(playlist.first()).isEqualTo(41);
        assertThat(playlist.end()).isEqualTo(44);
        assertThat(playlist.ended()).isTrue();
        assertThat(playlist.segments())
                .extracting(segment -> segment.url().site() + segment.url().path())
                .containsExactly(
                        "https://radio.example/live/a.ts?x=1",
                        "https://radio.example/b.ts",
                        "https://cdn.example/c.m4s");
        assertThat(playlist.segments())
                .extracting(Segment::duration)
                .containsExactly(ofMillis(5960), ofSeconds(6), ofMillis(2500));
        assertThat(playlist.segments()).extracting(Segment::gap).containsExactly(false, true, false);
        assertThat(playlist.segments())
                .extracting(segment ->
                        segment.initialization().map(WebUrl::fileName).orElse("none"))
                .containsExactly("none", "none", "init.mp4");
    }

    @Test
    void lines_may_end_as_on_windows() throws Exception {
        assertThat(media("#EXTM3U\r\n#EXT-X-TARGETDURATION:6\r\n#EXTINF:6,\r\na.ts\r\n")
                        .segments())
                .singleElement()
                .satisfies(segment -> assertThat(segment.url().fileName()).isEqualTo("a.ts"));
    }

    @ParameterizedTest
    @CsvSource({"10, false, 107", "2, false, 100", "0, false, 100", "10, true, 100"})
    void begins_three_target_durations_before_a_live_end(int segments, boolean ended, long start) throws Exception {
        String list = IntStream.range(0, segments)
                .mapToObj(i -> "#EXTINF:6,\n" + i + ".ts\n")
                .collect(Collectors.joining());
        Media playlist = media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:100\n" + list
                + (ended ? "#EXT-X-ENDLIST" : ""));
        assertThat(playlist.start()).isEqualTo(start);
    }

    @Test
    void of_several_qualities_the_smallest_that_can_be_heard_is_taken() throws Exception {
        String heard = sound("""
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=640x360
                video.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=50000,CODECS="avc1.4d401e"
                silent.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.5"
                audio.m3u8
                #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1000,URI="pictures.m3u8"
                """);
        assertThat(heard).isEqualTo("https://radio.example/live/audio.m3u8");
    }

    @Test
    void audio_by_itself_is_taken_rather_than_pictures_with_it() throws Exception {
        String heard = sound("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="low",NAME="Text",URI="text.m3u8",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="high",NAME="English",URI="high.m3u8",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="low",NAME="Deutsch",URI="de.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="low",NAME="English, UK",DEFAULT=YES,URI="en.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=9000000,AUDIO="high"
                1080.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=400000,CODECS="avc1.4d401e",AUDIO="low"
                240.m3u8
                """);
        assertThat(heard).isEqualTo("https://radio.example/live/en.m3u8");
    }

    @Test
    void a_rendition_without_a_url_is_in_the_variant_itself() throws Exception {
        String heard = sound("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Comments",URI="comments.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AUDIO="a"
                240.m3u8
                """);
        assertThat(heard).isEqualTo("https://radio.example/live/240.m3u8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#EXT-X-KEY:METHOD=AES-128,URI=\"k?secret\" | is encrypted (EXT-X-KEY with METHOD=AES-128)",
                "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\" | METHOD=SAMPLE-AES",
                "#EXT-X-BYTERANGE:1000@0         | EXT-X-BYTERANGE",
                "#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"1@0\" | EXT-X-MAP with BYTERANGE",
                "#EXT-X-I-FRAMES-ONLY            | has pictures only",
                "#EXT-X-DEFINE:NAME=\"a\",VALUE=\"secret\" | EXT-X-DEFINE",
                "#EXT-X-MEDIA-SEQUENCE:secret    | malformed number",
                "#EXT-X-MEDIA-SEQUENCE:-1        | malformed number",
                "#EXT-X-TARGETDURATION:NaN       | malformed number",
                "#EXTINF:-1,                     | malformed number",
                "#EXTINF:1e99,                   | malformed number",
                "#EXT-X-MEDIA-SEQUENCE:99999999999999999999 | malformed number",
                "#EXT-X-STREAM-INF:BANDWIDTH=x   | malformed number",
                "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1.4d401e\" | variants without sound only",
                "file:///etc/secret              | only http and https",
                "http://radio.example/secret     | away from https"
            })
    void what_cannot_be_heard_is_refused_by_name(String line, String said) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n#EXT-X-TARGETDURATION:6\n" + line + "\na.ts"))
                .withMessageContaining(said)
                .withMessageNotContaining("secret")
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#EXTM3U\n#EXTINF:-1,Radio\nhttps://radio.example/live.mp3", "#EXTM3U\nlive.mp3", "#EXTM3U"})
    void a_list_of_stations_is_none_of_hls(String text) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse(text))
                .withMessageContaining("not one of HLS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TYPE=AUDIO,GROUP-ID=\"g\",URI=\"a,b=c.m3u8\"|a,b=c.m3u8",
                " TYPE=AUDIO , GROUP-ID=\"g\" , URI=\"x.m3u8\"|x.m3u8",
                "junk,TYPE=AUDIO,=,lower=1,URI=\"x.m3u8\",GROUP-ID=\"g\",LAST=|x.m3u8",
                "URI=\"x.m3u8\",TYPE=AUDIO,GROUP-ID=\"g\",NAME=\"unclosed|x.m3u8"
            })
    void attributes_are_found_among_whatever_else_there_is(String attributes, String found) throws Exception {
        assertThat(sound("#EXTM3U\n#EXT-X-MEDIA:" + attributes + "\n#EXT-X-STREAM-INF:AUDIO=\"g\"\nv.m3u8"))
                .isEqualTo("https://radio.example/live/" + found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-MEDIA:%s",
                "#EXT-X-STREAM-INF:%s=",
                "#EXT-X-MEDIA:TYPE=AUDIO,URI=\"%s",
                "#EXTINF:%s",
                "#EXTINF:0.%s,",
                "#EXT-X-TARGETDURATION:%s",
                "#EXT-X-KEY:METHOD=%s",
                "%s"
            })
    void a_line_costs_no_more_than_its_length(String shape) {
        for (String one : List.of("A", "1", "=", "\"", ",", " ", "A=\"", "A=,", "\u0085", "../")) {
            for (int size = 10_000; size < 4_000_000; size *= 2) {
                String line = shape.replace("%s", one.repeat(size / one.length()));
                assertTimeoutPreemptively(ofSeconds(30), () -> tried("#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + line));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "a\n", "#\n", "#EXTINF:1,\na\n", "#EXT-X-MEDIA:TYPE=AUDIO,URI=a\n", "a/../b\n"})
    void a_playlist_costs_no_more_than_its_length(String line) {
        for (int size = 10_000; size < 5_000_000; size *= 2) {
            String text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + line.repeat(size / line.length());
            assertTimeoutPreemptively(ofSeconds(30), () -> tried(text));
        }
    }

    @Test
    void a_line_a_list_and_paths_that_are_too_long_are_refused() {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n#" + "x".repeat(HlsParser.MAX_LINE_LENGTH)))
                .withMessageContaining("a line of more than 32768 characters");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n" + "a\n".repeat(HlsParser.MAX_URLS + 1)))
                .withMessageContaining("more than 50000 files");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> HlsParser.parse(
                        WebUrl.parse("http://a/" + "d".repeat(8_000) + "/"), "#EXTM3U\n" + "a\n".repeat(2_200)))
                .withMessageContaining("more than 16777216 characters");
    }

    @Test
    void three_days_of_segments_are_taken() throws Exception {
        String text = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n"
                + "#EXTINF:6,\nhttps://cdn.example/segment.ts\n".repeat(HlsParser.MAX_URLS);

        assertThat(media(text).segments()).hasSize(HlsParser.MAX_URLS);
    }

    private static void tried(String text) {
        try {
            assertThat(parse(text)).isNotNull();
        } catch (FetchException e) {
            assertThat(e.getMessage()).hasSizeLessThan(500);
        }
    }
}
