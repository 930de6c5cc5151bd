package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** HLS streams with files and playlists that are missing, break off or stay the same. */
class HlsFailuresTest extends HlsSupport {

    @Test
    void a_segment_that_breaks_off_goes_on_where_it_broke() throws Exception {
        AtomicInteger times = new AtomicInteger();
        server.at("/1.ts", reply -> {
            reply.head("200 OK", "Content-Length: 6");
            switch (times.incrementAndGet()) {
                case 1 -> reply.send("[1.").reset();
                case 2 -> reply.reset();
                default -> reply.send("[1.ts]");
            }
        });
        recording("#EXTINF:6,", "0.ts", "#EXTINF:6,", "1.ts", "#EXTINF:6,", "2.ts");
        pauses.nothing(2);
        assertThat(readAll()).isEqualTo("[0.ts][1.ts][2.ts]");
    }

    @Test
    void a_segment_that_breaks_three_times_fails_the_stream_and_is_where_the_next_one_begins() throws Exception {
        window(10, 12);
        server.at("/11.ts", reply -> reply.head("503 Busy", "Content-Length: 0"));
        pauses.nothing(2);
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("answered 503");
        segment("11.ts");
        ended(10, 12);
        assertThat(readAll()).isEqualTo("[11.ts][12.ts]");
    }

    @Test
    void a_segment_that_a_live_stream_does_not_have_is_skipped() throws Exception {
        server.at("/11.ts", reply -> reply.head("404 Not Found"));
        playlist(
                "#EXT-X-TARGETDURATION:6",
                "#EXTINF:6,\n10.ts\n#EXTINF:6,\n11.ts\n#EXT-X-GAP\n#EXTINF:6,\n12.ts\n#EXTINF:6,\n13.ts");
        pauses.then(() -> recording("#EXTINF:6,\n10.ts\n#EXTINF:6,\n11.ts\n#EXTINF:6,\n12.ts\n#EXTINF:6,\n13.ts"));
        assertThat(readAll()).isEqualTo("[13.ts]");
    }

    @Test
    void three_missing_segments_in_a_row_fail_the_stream() {
        window(10, 14);
        for (int i = 10; i < 15; i++) {
            server.at("/" + i + ".ts", reply -> reply.head("403 Forbidden"));
        }
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("answered 403");
    }

    @Test
    void a_recording_with_a_missing_segment_fails() {
        recording("#EXTINF:6,", "0.ts", "#EXTINF:6,", "none.ts", "#EXTINF:6,", "2.ts");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("answered 404")
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
        assertThat(asked()).doesNotContain("/2.ts");
    }

    @Test
    void a_playlist_that_vanishes_fails_the_stream_and_the_next_one_repeats_nothing() throws Exception {
        window(10, 12);
        pauses.then(() -> server.at("/live.m3u8", reply -> reply.head("404 Not Found")));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("answered 404");
        ended(10, 14);
        assertThat(readAll()).isEqualTo("[13.ts][14.ts]");
    }

    @Test
    void a_playlist_in_trouble_is_asked_for_again() throws Exception {
        window(10, 12);
        pauses.then(() -> server.at("/live.m3u8", reply -> reply.head("500 Oops", "Content-Length: 0")))
                .nothing(1)
                .then(() -> ended(10, 13));
        assertThat(readAll()).isEqualTo("[10.ts][11.ts][12.ts][13.ts]");
    }

    @Test
    void a_playlist_without_news_for_five_target_durations_fails_the_stream() throws Exception {
        window(10, 12);
        pauses.nothing(100);
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("has had nothing new for 30 s")
                .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());
        assertThat(pauses.taken().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(ofSeconds(30));
    }

    @Test
    void a_playlist_without_end_is_refused() {
        server.at("/live.m3u8", reply -> {
            reply.head("200 OK", "Content-Type: " + TYPE).send("#EXTM3U\n");
            byte[] comment = new byte[64 * 1024];
            Arrays.fill(comment, (byte) '#');
            while (true) {
                reply.send(comment);
            }
        });
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(this::readAll)
                .withMessageContaining("a playlist of more than 4194304 bytes");
    }

    @Test
    void closing_ends_the_wait_for_a_segment() throws Exception {
        window(10, 12);
        WebUrl url = WebUrl.parse(server.url("/live.m3u8"));
        Fetch fetch = fetcher.fetch(url, Reach.OWN_HOST);
        InputStream stream = fetch.open(TrackChoice.FIRST).stream();
        assertThat(read(stream, 21)).isEqualTo("[10.ts][11.ts][12.ts]");
        CompletableFuture<Integer> next = CompletableFuture.supplyAsync(() -> {
            try {
                return stream.read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(next).isNotDone();
        fetch.close();
        await().atMost(ofMillis(3_000)).until(next::isDone);
        assertThat(next).isCompletedExceptionally();
    }
}
