package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Media playlists, and what a playlist of any kind costs. */
class HlsParserTest {

    static HlsPlaylist parse(String text) throws FetchException {
        return HlsParser.parse(WebUrl.parse("https://radio.example/live/index.m3u8?ticket=secret"), text);
    }

    private static Media media(String text) throws FetchException {
        return (Media) parse(text);
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
        assertThat(playlist.first()).isEqualTo(BigInteger.valueOf(41));
        assertThat(playlist.end()).isEqualTo(BigInteger.valueOf(44));
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

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "15385550390000", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
    void segments_are_counted_from_any_number_of_64_bits(String number) throws Exception {
        BigInteger first = new BigInteger(number);
        Media playlist = media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:" + number
                + "\n#EXTINF:6,\na.ts\n#EXTINF:6,\nb.ts\n");
        assertThat(playlist.start()).isEqualTo(first);
        assertThat(playlist.end()).isEqualTo(first.add(BigInteger.TWO));
        assertThat(playlist.segment(first.add(BigInteger.ONE))
                        .orElseThrow()
                        .url()
                        .fileName())
                .isEqualTo("b.ts");
        assertThat(playlist.segment(first.subtract(BigInteger.ONE))).isEmpty();
        assertThat(playlist.segment(playlist.end())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#EXT-X-MEDIA-SEQUENCE: 0042|42",
                "#EXT-X-MEDIA-SEQUENCE:+42|42",
                "#EXT-X-MEDIA-SEQUENCE:\"42\"|42",
                "#EXT-X-MEDIA-SEQUENCE:42.0|42",
                "#EXT-X-MEDIA-SEQUENCE : 42 and more|42",
                "#EXT-X-MEDIA-SEQUENCE:0000000000000000000000000000000000042|42",
                "#EXT-X-MEDIA-SEQUENCE:x~#EXT-X-MEDIA-SEQUENCE:42|42",
                "#EXT-X-VERSION:99.x|0",
                "#EXT-X-DISCONTINUITY-SEQUENCE:7|0",
                "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES~#EXT-X-PART:DURATION=1,URI=\"p.ts\"|0"
            })
    void a_number_is_read_for_what_it_means(String tags, long first) throws Exception {
        Media playlist = media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n" + tags.replace('~', '\n') + "\n#EXTINF:6,\na.ts");
        assertThat(playlist.first()).isEqualTo(BigInteger.valueOf(first));
        assertThat(playlist.segments()).hasSize(1);
    }

    /**
     * Numbers that mean one value to their author and another value, or none, to a parser that reads their first
     * digits.
     */
    @ParameterizedTest
    @ValueSource(strings = {"1.5385550390000E13", "1e3", "0x10", "-5", "18446744073709551616", "12.3k", "x"})
    void a_number_that_may_mean_another_one_is_refused_in_a_live_playlist(String number) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse(
                        "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:" + number + "\n#EXTINF:6,\na.ts"))
                .withMessageContaining("has a malformed number (EXT-X-MEDIA-SEQUENCE)");
    }

    /** Its numbers would be those of other segments. */
    @Test
    void a_playlist_that_leaves_out_what_did_not_change_is_refused() {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:40\n"
                        + "#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXTINF:6,\na.ts"))
                .withMessageContaining("leaves segments out (EXT-X-SKIP)");
    }

    @Test
    void a_recording_is_read_whatever_its_first_number_is() throws Exception {
        assertThat(media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:-1\na.ts\n#EXT-X-ENDLIST")
                        .segments())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.96|5960",
                "10|10000",
                " 10 , Title, and more|10000",
                "+010.|10000",
                "\"10\"|10000",
                "10 sec,|10000",
                "1e1,|10000",
                "0,|0",
                "-1,|6000",
                ",|6000",
                "NaN,|6000",
                "1e99,|6000",
                "1.2.3,|6000",
                "86401|6000"
            })
    void the_target_duration_replaces_an_invalid_segment_duration(String length, long millis) throws Exception {
        assertThat(media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:" + length + "\na.ts")
                        .segments())
                .singleElement()
                .satisfies(segment -> assertThat(segment.duration()).isEqualTo(ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-MEDIA-SEQUENCE:1",
                "#EXT-X-ENDLIST",
                "#EXT-X-TARGETDURATION:",
                "#EXT-X-TARGETDURATION:0",
                "#EXT-X-TARGETDURATION:-7",
                "#EXT-X-TARGETDURATION:7.5",
                "#EXT-X-TARGETDURATION:7.5\n#EXT-X-TARGETDURATION:x"
            })
    void the_longest_segment_replaces_an_invalid_target_duration(String tag) throws Exception {
        assertThat(media("#EXTM3U\n" + tag + "\n#EXTINF:5,\na.ts\n#EXTINF:7.5,\nb.ts\nc.ts")
                        .target())
                .isEqualTo(ofMillis(7_500));
    }

    @Test
    void a_live_playlist_without_any_length_is_refused_but_a_recording_needs_none() throws Exception {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1\na.ts"))
                .withMessageContaining("does not say how long its segments are (EXT-X-TARGETDURATION)");
        assertThat(media("#EXTM3U\na.ts\n#EXT-X-ENDLIST").segments()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ng_15:49:14.ts|https://radio.example/live/ng_15:49:14.ts",
                "ng-15:49:14.ts|https://radio.example/live/ng-15:49:14.ts",
                "Intro [2024] 100%.ts|https://radio.example/live/Intro%20%5B2024%5D%20100%25.ts",
                "..\\..\\..\\a.ts|https://radio.example/a.ts",
                "//cdn.example/a.ts|https://cdn.example/a.ts",
                "HTTPS:\\\\cdn.example\\a.ts|https://cdn.example/a.ts",
                "?part=1|https://radio.example/live/index.m3u8?part=1"
            })
    void the_name_of_a_segment_is_resolved_as_a_player_would(String name, String url) throws Exception {
        assertThat(media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n \t" + name + " ")
                        .segments())
                .extracting(segment -> segment.url().site() + segment.url().path())
                .containsExactly(url);
    }

    @Test
    void a_key_without_a_file_behind_it_is_ignored() throws Exception {
        assertThat(media("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n"
                                + "#EXT-X-KEY:METHOD=none\n#EXT-X-MAP:URI=\"\"\n#EXTINF:6,\na.ts")
                        .segments())
                .singleElement()
                .satisfies(segment -> assertThat(segment.initialization()).isEmpty());
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n"
                        + "#EXT-X-MAP:URI=\"init.mp4\"\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:6,\na.ts"))
                .withMessageContaining("is encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n\r", "\n\n \n", " \t\n"})
    void lines_may_end_in_any_way(String end) throws Exception {
        assertThat(media(String.join(end, "#EXTM3U", " #EXT-X-TARGETDURATION:6", "\uFEFF#EXTINF:6,", "a.ts", "b.ts"))
                        .segments())
                .extracting(segment -> segment.url().fileName())
                .containsExactly("a.ts", "b.ts");
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
        assertThat(playlist.start()).isEqualTo(BigInteger.valueOf(start));
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
                "#EXT-X-MEDIA-SEQUENCE:0x10      | malformed number",
                "#EXT-X-MEDIA-SEQUENCE:          | malformed number",
                "#EXT-X-MEDIA-SEQUENCE:18446744073709551616 | malformed number",
                "#EXT-X-MEDIA-SEQUENCE:99999999999999999999 | malformed number",
                "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1.4d401e\" | variants without sound only",
                "file:///etc/secret              | only http and https",
                "http://radio.example/secret     | away from https"
            })
    void an_unsupported_playlist_is_refused_by_name(String line, String said) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse("#EXTM3U\n#EXT-X-TARGETDURATION:6\n" + line + "\na.ts"))
                .withMessageContaining(said)
                .withMessageNotContaining("secret")
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXTINF:-1,Radio\nhttps://radio.example/live.mp3",
                "#EXTM3U\nlive.mp3",
                "#EXTM3U",
                "#EXTM3U\n#EXTINF:213,Artist - Title\nsong.mp3"
            })
    void a_list_of_stations_is_not_hls(String text) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> parse(text))
                .withMessageContaining("not one of HLS");
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
                "#EXT-X-MEDIA-SEQUENCE:%s",
                "#EXT-X-STREAM-INF:BANDWIDTH=%s",
                "#EXT-X-KEY:METHOD=%s",
                "%s"
            })
    void a_line_costs_no_more_than_its_length(String shape) {
        for (String one :
                List.of("A", "1", "=", "\"", ",", " ", "A=\"", "A=,", "\u0085", "../", "A ", "A= ", "+", "0")) {
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
    void three_days_of_segments_are_accepted() throws Exception {
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
