package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that contain the URL of a recording. */
class UrlIT extends SttRouteSupport {

    private static final String WORDS = "one two three";

    private static final Duration URL_TIMEOUT = ofSeconds(2);
    private static final Duration MORE_THAN_URL_TIMEOUT = URL_TIMEOUT.plusSeconds(3);

    /** A piece length, in bytes, that cuts a sample. */
    private static final int ODD_PIECE = 1_001;

    private RawHttpServer server;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:trusted")
                .to("elevenlabs-stt:calls?allowPrivateUrls=true&urlTimeout=" + URL_TIMEOUT.toMillis());
        routes.from("direct:strangers").to("elevenlabs-stt:calls");
    }

    @BeforeEach
    void startServer() throws Exception {
        server = RawHttpServer.start().at("/talk.wav", "audio/wav", wav(WORDS));
    }

    @AfterEach
    void every_connection_is_closed() throws Exception {
        await().until(() -> server.connections() == 0);
        server.close();
    }

    private Exchange fetch(String path) {
        return send("direct:trusted", server.url(path));
    }

    private ElevenLabsSttException failureOf(String path) {
        Exception failure = fetch(path).getException();
        assertThat(failure).isInstanceOf(ElevenLabsSttException.class).hasMessageNotContaining("secret");
        return (ElevenLabsSttException) failure;
    }

    static List<Function<String, Object>> spellings() {
        return List.of(
                url -> url,
                url -> "  " + url.replace("http", "HTTP") + "\n",
                StringBuilder::new,
                URI::create,
                url -> urlObject(url));
    }

    private static URL urlObject(String url) {
        try {
            return new URL(url);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void a_url_of_any_type_becomes_text(Function<String, Object> body) {
        assertThat(textOf(send("direct:trusted", body.apply(server.url("/talk.wav")))))
                .isEqualTo(WORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Intro [2024].wav",
                "\\\\Intro [2024].wav",
                "/x/../Intro\n [2024].wav#t=1",
                "//Intro%20[2024].wav"
            })
    void a_url_may_be_written_as_in_a_browser(String path) {
        server.at("/Intro%20%5B2024%5D.wav", "audio/wav", wav(WORDS));
        server.at("//Intro%20%5B2024%5D.wav", "audio/wav", wav(WORDS));
        server.redirect("/moved", "Intro [2024].wav");
        assertThat(textOf(fetch(path))).isEqualTo(WORDS);
        assertThat(textOf(fetch("/moved"))).isEqualTo(WORDS);
    }

    @Test
    void the_type_and_name_of_the_response_decide_the_format_of_headerless_audio() {
        byte[] ulaw = Tones.at(8_000).say(WORDS).ulaw();
        server.at("/typed", "audio/basic", ulaw).at("/named.ulaw?secret=1", "application/octet-stream", ulaw);
        assertThat(textOf(fetch("/typed"))).isEqualTo(WORDS);
        assertThat(textOf(fetch("/named.ulaw?secret=1"))).isEqualTo(WORDS);
    }

    @Test
    void the_type_and_name_of_the_message_do_not_apply_to_the_fetched_audio() {
        Map<String, Object> headers = Map.of(Exchange.CONTENT_TYPE, "text/plain", Exchange.FILE_NAME, "list.mp3");
        assertThat(textOf(send("direct:trusted", server.url("/talk.wav"), headers)))
                .isEqualTo(WORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "[::ffff:7f00:1]",
                "2130706433",
                "127.1",
                "0177.0.0.1",
                "%31%32%37.0.0.1",
                "①②⑦.1"
            })
    void a_message_cannot_reach_private_addresses(String host) {
        Exception failure = send("direct:strangers", "http://" + host + ":" + server.port() + "/talk.wav?secret")
                .getException();
        assertThat(failure)
                .hasMessageContaining("not public")
                .hasMessageContaining("allowPrivateUrls=true")
                .hasMessageNotContaining("secret");
        assertThat(((ElevenLabsSttException) failure).isRetryable()).isFalse();
        assertThat(server.requests()).isEmpty();
        assertThat(emulator.sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/hostname", "ftp://127.0.0.1/talk.wav", "jar:file:/x.jar!/talk.wav"})
    void only_http_and_https_urls_are_fetched(String uri) {
        assertThat(send("direct:trusted", URI.create(uri)).getException())
                .isInstanceOfSatisfying(ElevenLabsSttException.class, failure -> {
                    assertThat(failure.getErrorType()).isEqualTo("invalid_audio");
                    assertThat(failure).hasCauseInstanceOf(FetchException.class);
                })
                .hasMessageContaining("only http and https");
    }

    @Test
    void redirects_to_http_and_https_are_followed() {
        server.redirect("/moved", "/talk.wav").redirect("/away", "file:///etc/hostname");
        assertThat(textOf(fetch("/moved"))).isEqualTo(WORDS);
        assertThat(failureOf("/away")).hasMessageContaining("only http and https");
        server.redirect("/round", "/round");
        assertThat(failureOf("/round")).hasMessageContaining("redirects more than");
    }

    @Test
    void a_missing_or_unusable_url_is_not_retryable() {
        server.at("/page?secret", "text/html; charset=utf-8", "<html>Radio</html>".getBytes());
        assertThat(failureOf("/page?secret"))
                .hasMessageContaining("text/html")
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
        assertThat(failureOf("/none?secret"))
                .hasMessageContaining("http://127.0.0.1:" + server.port() + " answered 404")
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
    }

    @Test
    void a_server_error_is_retryable() {
        server.at("/busy?secret", reply -> reply.head("500 Internal Server Error", "Content-Length: 0"));
        server.at("/mute?secret", reply -> reply.pause(MORE_THAN_URL_TIMEOUT));
        assertThat(failureOf("/busy?secret"))
                .hasMessageContaining("answered 500")
                .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());
        assertThat(failureOf("/mute?secret"))
                .hasMessageContaining("sent nothing for 2000 ms")
                .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());
    }

    @Test
    void a_recording_that_breaks_off_fails_with_the_committed_text() {
        byte[] audio = Tones.at(16_000).say("one two | three").wav();
        server.at("/cut?secret", reply -> {
            reply.head("200 OK", "Content-Length: " + 2 * audio.length).send(audio);
            await().until(() ->
                    !emulator.sessions().isEmpty() && !onlySession().commits().isEmpty());
            reply.reset();
        });
        ElevenLabsSttException failure = failureOf("/cut?secret");
        assertThat(failure.getErrorType()).isEqualTo("audio_source_failed");
        assertThat(failure.getCommittedText()).isEqualTo("one two");
    }

    @Test
    void a_recording_that_stalls_fails() {
        byte[] talk = wav(WORDS);
        server.at(
                "/stalled",
                reply -> reply.head("200 OK", "Content-Length: " + talk.length)
                        .send(Arrays.copyOf(talk, talk.length / 2))
                        .awaitGone());
        assertThat(failureOf("/stalled")).hasMessageContaining("sent nothing for 2000 ms");
    }

    @Test
    void audio_may_arrive_in_any_pieces() {
        byte[] wav = wav(WORDS);
        server.at("/chunked", reply -> {
            reply.head("200 OK", "Transfer-Encoding: chunked");
            for (int at = 0; at < wav.length; at += ODD_PIECE) {
                reply.chunk(Arrays.copyOfRange(wav, at, Math.min(wav.length, at + ODD_PIECE)));
            }
            reply.chunk(new byte[0]);
        });
        server.at(
                "/icy", reply -> reply.send("ICY 200 OK\r\nicy-br:256\r\n\r\n").send(wav));
        server.at("/live", reply -> reply.head("200 OK").trickle(wav, 640, ofMillis(20)));
        assertThat(textOf(fetch("/chunked"))).isEqualTo(WORDS);
        assertThat(textOf(fetch("/icy"))).isEqualTo(WORDS);
        assertThat(textOf(fetch("/live"))).isEqualTo(WORDS);
    }

    @Test
    void a_minute_that_arrives_at_once_without_a_content_length_is_transcribed_whole() throws Exception {
        addRoutes(routes -> routes.from("direct:whole").to("elevenlabs-stt:whole?allowPrivateUrls=true&readRate=100"));
        String words = String.join(" ", Collections.nCopies(400, "one"));
        server.at("/long", reply -> reply.head("200 OK").send(wav(words)));
        assertThat(textOf(send("direct:whole", server.url("/long")))).isEqualTo(words);
    }

    @Test
    void urls_may_be_the_pieces_of_a_stream() {
        server.at("/more.wav", "audio/wav", wav("four"));
        send("direct:trusted", server.url("/talk.wav"), Map.of(SESSION_KEY, "k"));
        Exchange last = send("direct:trusted", server.url("/more.wav"), Map.of(SESSION_KEY, "k", END_OF_AUDIO, true));
        assertThat(textOf(last)).isEqualTo(WORDS + " four");
    }

    @Test
    void a_recording_that_waits_for_a_session_is_not_fetched() throws Exception {
        addRoutes(routes -> routes.from("direct:one-by-one")
                .to("elevenlabs-stt:calls?allowPrivateUrls=true&maxConcurrentSessions=1"));
        byte[] audio = wav(WORDS);
        List<Integer> sessionsBefore = new CopyOnWriteArrayList<>();
        server.at("/next.wav", reply -> {
            sessionsBefore.add(emulator.sessions().size());
            reply.head("200 OK", "Content-Type: audio/wav", "Content-Length: " + audio.length)
                    .send(audio);
        });
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 4)
                .mapToObj(i -> template.asyncSend(
                        "direct:one-by-one", exchange -> exchange.getIn().setBody(server.url("/next.wav"))))
                .toList();
        sent.forEach(exchange -> assertThat(textOf(exchange.join())).isEqualTo(WORDS));
        assertThat(sessionsBefore).containsExactly(0, 1, 2, 3);
    }

    @Test
    void a_url_that_never_ends_is_ended_by_the_stop_of_the_context() throws Exception {
        byte[] silence = Tones.at(16_000).pause(ofSeconds(1)).pcm();
        server.at("/endless", reply -> {
            reply.head("200 OK", "Content-Type: audio/wav").send(wav("one"));
            while (true) {
                reply.send(silence);
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        CompletableFuture<Exchange> sent = template.asyncSend(
                "direct:trusted", exchange -> exchange.getIn().setBody(server.url("/endless")));
        await().until(() -> !emulator.sessions().isEmpty());
        context.stop();
        assertThat(sent.join().getException()).hasMessageContaining("stopped");
    }
}
