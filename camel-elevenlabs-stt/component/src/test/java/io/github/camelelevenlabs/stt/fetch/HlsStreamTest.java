package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HLS streams as they are read while nothing fails. */
class HlsStreamTest extends HlsSupport {

    @Test
    void a_recording_is_read_from_its_beginning_to_its_end() throws Exception {
        recording("#EXTINF:6,", "0.ts", "#EXTINF:6,", "1.ts", "#EXTINF:2,", "2.ts");
        assertThat(readAll()).isEqualTo("[0.ts][1.ts][2.ts]");
        assertThat(asked()).containsExactly("/live.m3u8", "/0.ts", "/1.ts", "/2.ts");
        assertThat(pauses.taken()).isEmpty();
    }

    @Test
    void its_first_file_says_what_it_is() throws Exception {
        recording("#EXTINF:6,", "0.ts?ticket=1");
        server.at("/0.ts?ticket=1", "video/mp2t", bytes("[0]"));
        try (InputStream stream = fetch(Reach.OWN_HOST).open(TrackChoice.FIRST).stream()) {
            assertThat(stream).isNotNull();
        }
        FetchedAudio fetched = fetch(Reach.OWN_HOST).open(TrackChoice.FIRST);
        assertThat(fetched.contentType()).hasValue("video/mp2t");
        assertThat(fetched.fileName()).isEqualTo("0.ts");
        assertThat(fetched.endless()).isFalse();
        fetched.stream().close();
    }

    @Test
    void nothing_is_fetched_before_it_is_read() throws Exception {
        recording("#EXTINF:6,", "0.ts", "#EXTINF:6,", "1.ts", "#EXTINF:6,", "2.ts");
        try (InputStream stream = fetch(Reach.OWN_HOST).open(TrackChoice.FIRST).stream()) {
            assertThat(read(stream, 7)).isEqualTo("[0.ts][");
            assertThat(asked()).containsExactly("/live.m3u8", "/0.ts", "/1.ts");
        }
    }

    @Test
    void a_live_stream_begins_near_its_end_and_waits_for_what_comes() throws Exception {
        window(10, 19);
        pauses.then(() -> window(11, 20)).nothing(1).then(() -> ended(13, 22));
        assertThat(readAll()).isEqualTo("[17.ts][18.ts][19.ts][20.ts][21.ts][22.ts]");
        assertThat(pauses.taken())
                .as("the target duration after news, half of it after none")
                .containsExactly(ofSeconds(6), ofSeconds(6), ofSeconds(3));
    }

    @Test
    void segments_dropped_from_the_playlist_are_skipped() throws Exception {
        window(10, 12);
        pauses.then(() -> ended(15, 16));
        assertThat(readAll()).isEqualTo("[10.ts][11.ts][12.ts][15.ts][16.ts]");
    }

    @Test
    void a_lagging_server_repeats_nothing() throws Exception {
        window(10, 13);
        pauses.then(() -> window(9, 12)).then(() -> ended(11, 14));
        assertThat(readAll()).isEqualTo("[11.ts][12.ts][13.ts][14.ts]");
    }

    @Test
    void a_stream_that_restarts_its_numbers_is_followed() throws Exception {
        window(20, 22);
        pauses.then(() -> ended(0, 1));
        assertThat(readAll()).isEqualTo("[20.ts][21.ts][22.ts][0.ts][1.ts]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967290", "15385550390000", "9223372036854775803", "18446744073709551611"})
    void a_live_stream_may_count_from_any_number_of_64_bits(String number) throws Exception {
        BigInteger first = new BigInteger(number);
        counted(first, 10, 14, false);
        pauses.then(() -> counted(first.add(BigInteger.TWO), 12, 16, false))
                .then(() -> counted(first.add(BigInteger.ONE), 11, 15, false))
                .then(() -> counted(BigInteger.ZERO, 20, 21, true));
        assertThat(readAll()).isEqualTo("[12.ts][13.ts][14.ts][15.ts][16.ts][20.ts][21.ts]");
    }

    private void counted(BigInteger number, int first, int last, boolean ended) {
        playlist(
                segments(first, last).replace("SEQUENCE:" + first, "SEQUENCE:" + number),
                ended ? "#EXT-X-ENDLIST" : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "\n", "\r\n \t", "\uFEFF\n"})
    void a_playlist_is_one_behind_white_space_and_a_byte_order_mark_too(String before) throws Exception {
        String text = before + "#EXTM3U\n#EXTINF:6,\n0.ts\n#EXT-X-ENDLIST\n";
        for (String type : List.of(TYPE, "text/plain", "application/octet-stream", "audio/mpeg")) {
            server.at("/live.m3u8", type, bytes(text));
            assertThat(readAll()).isEqualTo("[0.ts]");
        }
    }

    @Test
    void a_segment_may_be_named_after_the_time_of_day() throws Exception {
        segment("ng_15:49:14.ts");
        segment("ng-15:49:20.ts");
        recording("#EXTINF:6,", "ng_15:49:14.ts", "#EXTINF:6,", "ng-15:49:20.ts");
        assertThat(readAll()).isEqualTo("[ng_15:49:14.ts][ng-15:49:20.ts]");
    }

    @Test
    void a_recording_that_is_read_beyond_its_end_stays_at_it() throws Exception {
        recording("#EXTINF:6,", "0.ts");
        try (InputStream stream = fetch(Reach.OWN_HOST).open(TrackChoice.FIRST).stream()) {
            assertThat(stream.readAllBytes()).hasSize(6);
            assertThat(stream.read()).isNegative();
            assertThat(stream.read()).isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.001", "86400"})
    void the_playlist_does_not_choose_to_be_asked_for_all_the_time_or_never(String target) {
        playlist("#EXT-X-TARGETDURATION:" + target);
        pauses.nothing(1);
        assertThatIOException().isThrownBy(this::readAll).withMessageStartingWith("paused once more");
        assertThat(pauses.taken().get(0)).isBetween(ofSeconds(1), ofSeconds(30));
    }

    @Test
    void a_recording_that_has_ended_begins_again_but_a_live_stream_does_not_repeat_its_end() throws Exception {
        recording("#EXTINF:6,", "0.ts");
        assertThat(readAll() + readAll()).isEqualTo("[0.ts][0.ts]");
        window(10, 10);
        pauses.then(() -> ended(10, 11));
        assertThat(readAll()).isEqualTo("[10.ts][11.ts]");
        assertThat(readAll()).isEmpty();
    }

    @Test
    void a_master_playlist_leads_to_one_with_segments_and_no_further() throws Exception {
        server.at("/live.m3u8", TYPE, bytes("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/index.m3u8"));
        server.redirect("/low/index.m3u8", "/cdn/1/index.m3u8");
        server.at(
                "/cdn/1/index.m3u8",
                "text/plain",
                bytes("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST"));
        server.at("/cdn/1/a.ts", "video/mp2t", bytes("[a]"));
        assertThat(readAll()).isEqualTo("[a]");
        server.at("/low/index.m3u8", TYPE, bytes("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/low/index.m3u8"));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("one HLS master playlist after another");
    }

    @Test
    void a_decoder_gets_what_it_needs_before_the_segments_once() throws Exception {
        server.at("/init.mp4?ticket=1", "video/mp4", bytes("[init]"));
        recording(
                "#EXT-X-MAP:URI=\"init.mp4?ticket=1\"",
                "#EXTINF:6,",
                "0.ts",
                "#EXT-X-MAP:URI=\"init.mp4?ticket=2\"",
                "#EXTINF:6,",
                "1.ts");
        assertThat(readAll()).isEqualTo("[init][0.ts][1.ts]");
    }

    @Test
    void another_format_in_between_begins_with_what_its_decoder_needs() throws Exception {
        segment("init.mp4");
        segment("advertising.mp4");
        recording("#EXT-X-MAP:URI=\"init.mp4\"", "0.ts", "#EXT-X-MAP:URI=\"advertising.mp4\"", "1.ts");
        assertThat(readAll()).isEqualTo("[init.mp4][0.ts][advertising.mp4][1.ts]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"playlist", "segment", "redirect"})
    void a_playlist_does_not_lead_to_private_hosts_other_than_its_own(String by) throws Exception {
        String elsewhere = "http://localhost:" + server.port();
        server.redirect("/away.ts", elsewhere + "/0.ts");
        switch (by) {
            case "playlist" -> playlist("#EXT-X-STREAM-INF:BANDWIDTH=1", elsewhere + "/index.m3u8");
            case "segment" -> recording("#EXTINF:6,", elsewhere + "/0.ts");
            default -> recording("#EXTINF:6,", "away.ts");
        }
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("localhost is at an address that is not public");
        assertThat(asked()).doesNotContain("/0.ts", "/index.m3u8");
    }
}
