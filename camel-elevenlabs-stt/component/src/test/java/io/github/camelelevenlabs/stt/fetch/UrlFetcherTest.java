package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.fetch.RawHttpServer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UrlFetcherTest {

    private static final byte[] AUDIO = "RIFF and what follows it".getBytes();

    private RawHttpServer server;
    private UrlFetcher fetcher;
    private final List<String> lookups = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = RawHttpServer.start();
        fetcher = Fetchers.of(ofSeconds(5));
    }

    @AfterEach
    void stop() throws Exception {
        fetcher.close();
        server.close();
    }

    private FetchedAudio open(String url) throws IOException {
        return fetcher.fetch(WebUrl.parse(url), Reach.ANYWHERE).open(TrackChoice.FIRST);
    }

    private byte[] bytes(String path) throws IOException {
        try (InputStream stream = open(server.url(path)).stream()) {
            return stream.readAllBytes();
        }
    }

    /** A resolver that knows only these hosts. */
    private HostLookup hosts(Map<String, String> addresses) {
        return host -> {
            lookups.add(host);
            if (!addresses.containsKey(host)) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(addresses.get(host));
        };
    }

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
    void follows_redirects_to_where_they_end() throws Exception {
        server.redirect("/one", "/two?x=1").redirect("/two?x=1", server.url("/three/end.mp3"));
        server.at("/three/end.mp3", "audio/mpeg", AUDIO);
        assertThat(open(server.url("/one")).fileName()).isEqualTo("end.mp3");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//a//b.wav", "/Intro [2024] 100%.wav", "/a:b|c^d.wav?x=[1]&y={2}", "/Übung-Π-音.wav"})
    void a_path_is_asked_for_as_browsers_and_servers_write_it(String path) throws Exception {
        String target = WebUrl.parse("http://a" + path).path();
        server.at(target, "audio/wav", AUDIO);
        assertThat(bytes(path)).isEqualTo(AUDIO);
        assertThat(target).matches("[!-~]+");
    }

    @ParameterizedTest
    @CsvSource({
        "Intro [2024].wav, UTF-8, /Intro%20%5B2024%5D.wav",
        "Übung-Π-音.wav, UTF-8, /%C3%9Cbung-%CE%A0-%E9%9F%B3.wav",
        "Übung.wav, ISO-8859-1, /%DCbung.wav",
        "\\\\127.0.0.1:PORT\\moved.wav, UTF-8, /moved.wav",
        "http:///127.0.0.1:PORT/moved.wav, UTF-8, /moved.wav"
    })
    void a_redirect_leads_where_a_browser_would_go(String location, String charset, String path) throws Exception {
        byte[] bytes = location.replace("PORT", "" + server.port()).getBytes(charset);
        server.at(
                "/old",
                reply -> reply.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ")
                        .send(bytes)
                        .send("\r\n\r\n"));
        server.at(path, "audio/wav", AUDIO);
        assertThat(bytes("/old")).isEqualTo(AUDIO);
    }

    @Test
    void a_redirect_to_a_host_in_another_script_is_looked_up_in_ascii() throws Exception {
        byte[] location = ("http://bücher.example:" + server.port() + "/x").getBytes(StandardCharsets.UTF_8);
        server.at(
                "/old",
                reply -> reply.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ")
                        .send(location)
                        .send("\r\n\r\n"));
        server.at("/x", "audio/wav", AUDIO);
        try (UrlFetcher looking = Fetchers.of(
                ofSeconds(5), hosts(Map.of("127.0.0.1", "127.0.0.1", "xn--bcher-kva.example", "127.0.0.1")))) {
            WebUrl url = WebUrl.parse(server.url("/old"));
            assertThat(looking.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST).stream())
                    .hasBinaryContent(AUDIO);
        }
        assertThat(server.requests().get(1)).contains("Host: xn--bcher-kva.example:" + server.port());
    }

    @Test
    void a_redirect_without_a_location_fails() throws Exception {
        server.redirect("/empty", " ");
        server.at("/second", reply -> reply.head("302 Found", "Location:", "Location: /x", "Content-Length: 0"));
        server.at("/x", "audio/wav", AUDIO);
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/empty"))
                .withMessageContaining("without a Location");
        assertThat(bytes("/second")).isEqualTo(AUDIO);
    }

    @Test
    void the_dot_at_the_end_of_a_host_is_kept_from_certificates_alone() throws Exception {
        try (UrlFetcher looking = Fetchers.of(ofSeconds(1), hosts(Map.of()))) {
            for (String url : List.of("http://radio.example./x", "https://radio.example./x")) {
                assertThatExceptionOfType(FetchException.class)
                        .isThrownBy(() ->
                                looking.fetch(WebUrl.parse(url), Reach.ANYWHERE).open(TrackChoice.FIRST));
            }
        }
        assertThat(lookups).containsExactly("radio.example.", "radio.example");
    }

    @Test
    void redirects_in_circles_end() {
        server.redirect("/round", "/round");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/round"))
                .withMessageContaining("redirects more than 5 times");
        assertThat(server.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "http://", ""})
    void a_redirect_to_no_web_address_is_refused(String location) {
        server.redirect("/out", location);
        if (location.isEmpty()) {
            server.at("/out", reply -> reply.head("302 Found"));
        }
        assertThatExceptionOfType(FetchException.class).isThrownBy(() -> bytes("/out"));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "2130706433",
                "127.1",
                "0x7f.1",
                "localhost",
                "0177.0.0.1",
                "%31%32%37.0.0.1",
                "①②⑦.0.0.1",
                "127.0.0.1.",
                "localhost."
            })
    void an_address_that_is_not_public_is_not_reached_however_it_is_spelt(String host) throws Exception {
        WebUrl url = WebUrl.parse("http://" + host + ":" + server.port() + "/x");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.fetch(url, Reach.PUBLIC).open(TrackChoice.FIRST));
        assertThat(server.requests()).isEmpty();
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_name_that_leads_to_a_private_address_is_refused() throws Exception {
        try (UrlFetcher guarded = Fetchers.of(ofSeconds(1), hosts(Map.of("radio.example", "127.0.0.1")))) {
            WebUrl url = WebUrl.parse("http://radio.example:" + server.port() + "/x?token=secret");
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> guarded.fetch(url, Reach.PUBLIC).open(TrackChoice.FIRST))
                    .withMessageContaining("radio.example is at an address that is not public")
                    .withMessageContaining("allowPrivateUrls")
                    .withMessageNotContaining("secret");
        }
        assertThat(lookups).as("looked up once, and not again to connect").containsExactly("radio.example");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse_a_host() {
        CheckedResolver resolver = new CheckedResolver(
                host -> new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")},
                PublicAddresses::contain);
        assertThatExceptionOfType(RefusedAddressException.class).isThrownBy(() -> resolver.resolve("both.example"));
    }

    @Test
    void the_checked_address_is_the_connected_one() throws Exception {
        server.at("/x", "audio/wav", AUDIO);
        // Each lookup has another result; only the first one counts.
        HostLookup rebinding = host -> {
            lookups.add(host);
            return InetAddress.getAllByName(lookups.size() == 1 ? "127.0.0.1" : "10.9.9.9");
        };
        try (UrlFetcher rebound = Fetchers.of(ofSeconds(1), rebinding)) {
            WebUrl url = WebUrl.parse("http://radio.example:" + server.port() + "/x");
            assertThat(rebound.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST).stream())
                    .hasBinaryContent(AUDIO);
        }
        assertThat(lookups).hasSize(1);
    }

    @Test
    void a_trusted_host_may_be_private_and_redirect_to_itself_but_not_to_another() throws Exception {
        server.redirect("/self", "/x").redirect("/other", "http://localhost:" + server.port() + "/x");
        server.at("/x", "audio/wav", AUDIO);
        FetchedAudio own =
                fetcher.fetch(WebUrl.parse(server.url("/self")), Reach.OWN_HOST).open(TrackChoice.FIRST);
        assertThat(own.stream()).hasBinaryContent(AUDIO);
        WebUrl elsewhere = WebUrl.parse(server.url("/other"));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.fetch(elsewhere, Reach.OWN_HOST).open(TrackChoice.FIRST))
                .withMessageContaining("localhost is at an address that is not public");
        assertThat(fetcher.fetch(elsewhere, Reach.ANYWHERE).open(TrackChoice.FIRST).stream())
                .hasBinaryContent(AUDIO);
    }

    @Test
    void credentials_of_the_url_are_sent_to_its_server_and_to_no_other() throws Exception {
        server.redirect("/first", "/second").redirect("/second", "http://localhost:" + server.port() + "/third");
        server.at("/third", "audio/wav", AUDIO);
        open("http://user:secret@127.0.0.1:" + server.port() + "/first").stream()
                .close();
        assertThat(server.requests())
                .extracting(head -> head.contains("Authorization: Basic dXNlcjpzZWNyZXQ="))
                .containsExactly(true, true, false);
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
    void silence_of_the_server_ends_the_fetch() throws Exception {
        server.at("/mute", RawHttpServer.Reply::awaitGone);
        server.at("/stalled", reply -> reply.head("200 OK").send(AUDIO).awaitGone());
        try (UrlFetcher impatient = Fetchers.of(ofMillis(200))) {
            for (String path : List.of("/mute", "/stalled")) {
                WebUrl url = WebUrl.parse(server.url(path));
                assertThatExceptionOfType(FetchException.class)
                        .isThrownBy(() -> impatient.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST).stream()
                                .readAllBytes())
                        .withMessageContaining("sent nothing for 200 ms");
            }
        }
    }

    /** The moment when the fetch is closed. */
    private enum Moment {
        BEFORE,
        WAITING_FOR_AN_ANSWER,
        READING
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void closing_ends_the_fetch_in_every_phase(Moment moment) throws Exception {
        server.at("/live", reply -> {
            if (moment == Moment.READING) {
                reply.head("200 OK").send(AUDIO);
            }
            reply.awaitGone();
        });
        Fetch fetch = fetcher.fetch(WebUrl.parse(server.url("/live")), Reach.ANYWHERE);
        if (moment == Moment.BEFORE) {
            fetch.close();
        }
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try (InputStream stream = fetch.open(TrackChoice.FIRST).stream()) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        if (moment != Moment.BEFORE) {
            await().until(() -> server.requests().size() == 1);
            fetch.close();
        }
        await().until(read::isDone);
        assertThat(read).isCompletedExceptionally();
        await().until(() -> server.connections() == 0);
    }

    @Test
    void closing_an_endless_stream_does_not_read_it_to_its_end() throws Exception {
        server.at("/endless", reply -> {
            reply.head("200 OK", "Transfer-Encoding: chunked");
            while (true) {
                reply.chunk(new byte[8192]);
            }
        });
        InputStream stream = open(server.url("/endless")).stream();
        assertThat(stream.readNBytes(100)).hasSize(100);
        stream.close();
        await().until(() -> server.connections() == 0);
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

    static List<Response> neverAnswering() {
        return List.of(
                reply -> reply.trickle("HTTP/1.1 200 OK and so on and on and on and on".getBytes(), 1, ofMillis(100)),
                reply -> reply.send("HTTP/1.1 200 OK\r\n")
                        .trickle("X-Slow: and so on and on and on and on and on and on".getBytes(), 1, ofMillis(100)),
                reply -> {
                    for (int i = 0; i < 100; i++) {
                        reply.send("HTTP/1.1 102 Processing\r\n\r\n").pause(ofMillis(100));
                    }
                },
                reply -> reply.pause(ofMillis(180)).head("302 Found", "Location: /again"));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("neverAnswering")
    void a_response_has_a_total_time_limit(Response answer) throws Exception {
        server.at("/slow", answer).at("/again", answer);
        try (UrlFetcher impatient = Fetchers.of(ofMillis(200))) {
            WebUrl url = WebUrl.parse(server.url("/slow"));
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> impatient.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST))
                    .withMessageEndingWith("did not answer within 400 ms, redirects included")
                    .matches(FetchException::isRetryable);
        }
        await().until(() -> server.connections() == 0);
    }

    @Test
    void connecting_has_a_total_time_limit() throws Exception {
        try (ServerSocket trickling = new ServerSocket(0);
                UrlFetcher impatient = Fetchers.of(ofMillis(200))) {
            CompletableFuture.runAsync(() -> {
                try (Socket socket = trickling.accept()) {
                    // A TLS record with a handshake message, byte by byte.
                    socket.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
                    while (socket.getInputStream().read() >= 0) {
                        socket.getOutputStream().write(0);
                        new CompletableFuture<>()
                                .completeOnTimeout(null, 50, TimeUnit.MILLISECONDS)
                                .join();
                    }
                } catch (IOException e) {
                    // The client has disconnected.
                }
            });
            WebUrl url = WebUrl.parse("https://localhost:" + trickling.getLocalPort() + "/");
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> impatient.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST))
                    .withMessageEndingWith("was not connected within 400 ms");
        }
    }

    @Test
    void alarms_are_cancelled_when_the_response_arrives() throws Exception {
        List<Duration> set = new ArrayList<>();
        AtomicInteger pending = new AtomicInteger();
        Alarms alarms = (delay, action) -> {
            set.add(delay);
            pending.incrementAndGet();
            AtomicBoolean cancelled = new AtomicBoolean();
            return () -> {
                if (cancelled.compareAndSet(false, true)) {
                    pending.decrementAndGet();
                }
            };
        };
        server.at("/talk", "audio/wav", AUDIO).redirect("/moved", "/talk");
        try (UrlFetcher patient = new UrlFetcher(ofSeconds(2), HostLookup.SYSTEM, alarms)) {
            assertThat(
                            patient
                                    .fetch(WebUrl.parse(server.url("/moved")), Reach.ANYWHERE)
                                    .open(TrackChoice.FIRST)
                                    .stream()
                                    .readAllBytes())
                    .isEqualTo(AUDIO);
        }
        assertThat(set).hasSize(4).allMatch(delay -> delay.compareTo(ofSeconds(4)) <= 0);
        assertThat(pending).hasValue(0);
    }

    @Test
    void a_stream_that_is_too_slow_fails() throws Exception {
        server.at("/slow", reply -> reply.head("200 OK").send(new byte[1_000]).awaitGone());
        long[] now = {0};
        Pauses minutes = new Pauses() {
            @Override
            public long nanoTime() {
                return now[0] += ofSeconds(20).toNanos();
            }

            @Override
            public void pause(Duration duration) {}
        };
        WebUrl url = WebUrl.parse(server.url("/slow"));
        Fetch fetch = new Fetch(url, fetcher.requests(url, Reach.ANYWHERE), new HlsPosition(), minutes);
        try (InputStream stream = fetch.asStream()) {
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 3; i++) {
                            assertThat(stream.read(new byte[100])).isEqualTo(100);
                        }
                    })
                    .withMessageEndingWith("is too slow: in the last 60 s that it was waited for it brought 300 bytes");
        }
    }
}
