package io.github.camelelevenlabs.stt.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFetcherTest extends FetchSupport {

    @Test
    void returns_the_bytes_with_their_type_and_name() throws Exception {
        server.at("/x/talk.wav?v=2", "audio/wav; rate=16000", AUDIO);
        FetchedAudio fetched = open(server.url("/x/talk.wav?v=2"));
        assertThat(fetched.contentType()).hasValue("audio/wav; rate=16000");
        assertThat(fetched.fileName()).isEqualTo("talk.wav");
        assertThat(fetched.stream()).hasBinaryContent(AUDIO);
        await().until(() -> server.connections() == 0);
    }

    @Test
    void requests_only_the_audio() throws Exception {
        server.at("/live", "audio/mpeg", AUDIO);
        bytes("/live");
        assertThat(server.requests())
                .singleElement()
                .satisfies(head -> assertThat(head.toLowerCase())
                        .startsWith("get /live http/1.1")
                        .contains("accept-encoding: identity")
                        .doesNotContain("icy-metadata", "cookie", "authorization", "upgrade", "gzip"));
    }

    @Test
    void takes_chunks_and_bytes_that_end_with_the_connection() throws Exception {
        server.at(
                "/chunked",
                reply -> reply.head("200 OK", "Transfer-Encoding: chunked")
                        .chunk(AUDIO)
                        .chunk(AUDIO)
                        .chunk(new byte[0]));
        server.at("/until-close", reply -> reply.send("HTTP/1.0 200 OK\r\n\r\n").send(AUDIO));
        assertThat(bytes("/chunked")).hasSize(2 * AUDIO.length);
        assertThat(bytes("/until-close")).isEqualTo(AUDIO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ICY 200 OK", "ICY 200", "HTTP/1.0 200", "HTTP/1.1 206 Partial Content"})
    void accepts_the_status_lines_of_radio_servers(String statusLine) throws Exception {
        server.at(
                "/live",
                reply -> reply.send(statusLine + "\r\nicy-name:Radio\r\ncontent-type:audio/mpeg\r\n\r\n")
                        .send(AUDIO));
        assertThat(bytes("/live")).isEqualTo(AUDIO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "500 Oops", "401 Unauthorized", "304 Not Modified"})
    void another_status_is_an_error_that_names_the_host_alone(String status) {
        server.at("/live?token=secret", reply -> reply.head(status, "Content-Length: 0"));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> open(server.url("/live?token=secret")))
                .withMessage("http://127.0.0.1:" + server.port() + " answered " + status.substring(0, 3));
        await().until(() -> server.connections() == 0);
    }

    @Test
    void an_icy_error_status_is_an_error() {
        server.at("/live", reply -> reply.send("ICY 401 Service Unavailable\r\n\r\n"));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/live"))
                .withMessageContaining("answered 401");
    }

    @Test
    void a_cookie_is_not_kept() throws Exception {
        server.at("/set", reply -> reply.head("302 Found", "Location: /get", "Set-Cookie: a=b", "Content-Length: 0"));
        server.at("/get", "audio/wav", AUDIO);
        bytes("/set");
        assertThat(server.requests().get(1)).doesNotContain("Cookie");
    }

    @Test
    void a_broken_connection_is_an_error_and_not_the_end() {
        server.at("/cut", reply -> {
            reply.head("200 OK", "Content-Length: 1000").send(AUDIO);
            reply.reset();
        });
        server.at(
                "/short", reply -> reply.head("200 OK", "Content-Length: 1000").send(AUDIO));
        server.at(
                "/unfinished",
                reply -> reply.head("200 OK", "Transfer-Encoding: chunked").chunk(AUDIO));
        assertThatExceptionOfType(FetchException.class).isThrownBy(() -> bytes("/cut"));
        assertThatExceptionOfType(FetchException.class).isThrownBy(() -> bytes("/short"));
        assertThatExceptionOfType(FetchException.class).isThrownBy(() -> bytes("/unfinished"));
    }

    @Test
    void playlists_that_are_not_of_hls_are_refused_by_name() {
        server.at("/hls", "application/vnd.apple.mpegurl", AUDIO);
        server.at("/m3u", "application/octet-stream", "#EXTM3U\n#EXTINF:-1,Radio\nhttp://a/".getBytes());
        server.at("/pls", "text/plain", "[playlist]\nFile1=http://a".getBytes());
        for (String path : List.of("/hls", "/m3u", "/pls")) {
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> bytes(path))
                    .withMessageContaining("such as .m3u or .pls, that is not one of HLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "utf-8", "aws-chunked", "identity", "binary", "", "gzip"})
    void the_content_encoding_is_passed_on_and_the_bytes_stay_unchanged(String encoding) throws Exception {
        server.at(
                "/encoded",
                reply -> reply.head("200 OK", "Content-Encoding: " + encoding).send(AUDIO));
        assertThat(bytes("/encoded")).isEqualTo(AUDIO);
    }

    @Test
    void a_compressed_playlist_is_refused() {
        server.at("/hls", "application/vnd.apple.mpegurl", new byte[] {0x1F, (byte) 0x8B, 8, 0});
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/hls"))
                .withMessageContaining("gzip");
    }

    @Test
    void a_response_without_a_body_is_empty() throws Exception {
        server.at("/none", reply -> reply.head("204 No Content"));
        assertThat(bytes("/none")).isEmpty();
    }

    @Test
    void a_refused_connection_fails() {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> open("http://127.0.0.1:1/x?token=secret"))
                .withMessageContaining("http://127.0.0.1:1")
                .withMessageNotContaining("secret");
    }

    @Test
    void interim_responses_are_passed_over() throws Exception {
        server.at(
                "/live",
                reply -> reply.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
                        .head("200 OK", "Content-Length: " + AUDIO.length)
                        .send(AUDIO));
        assertThat(bytes("/live")).isEqualTo(AUDIO);
    }

    @Test
    void lines_may_end_with_a_line_feed_alone() throws Exception {
        server.at(
                "/live",
                reply -> reply.send("HTTP/1.0 200 OK\nContent-Type: audio/mpeg\n\n")
                        .send(AUDIO));
        assertThat(open(server.url("/live")).contentType()).hasValue("audio/mpeg");
        assertThat(bytes("/live")).isEqualTo(AUDIO);
    }

    static List<String> excessiveHeads() {
        return List.of(
                "HTTP/1.1 200 " + "x".repeat(17_000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(17_000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "X-Many: x\r\n".repeat(101) + "\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "this is no web server\r\n\r\n");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("excessiveHeads")
    void a_head_that_is_too_long_or_has_no_single_meaning_is_refused(String head) {
        server.at("/live", reply -> reply.send(head).send(AUDIO));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/live"))
                .withMessageContaining("could not be fetched")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(500));
        await().until(() -> server.connections() == 0);
    }

    @Test
    void a_head_may_have_a_hundred_long_headers() throws Exception {
        String headers = ("X-Many: " + "x".repeat(2_000) + "\r\n").repeat(100);
        server.at(
                "/live",
                reply -> reply.send("HTTP/1.1 200 OK\r\n" + headers + "\r\n").send(AUDIO));
        assertThat(bytes("/live")).isEqualTo(AUDIO);
    }
}
