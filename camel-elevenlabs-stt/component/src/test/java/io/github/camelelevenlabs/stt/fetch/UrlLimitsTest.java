package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.fetch.RawHttpServer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a URL is waited for, and how a fetch ends before its time. */
class UrlLimitsTest extends FetchSupport {

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
    void a_playlist_has_a_total_time_limit() throws Exception {
        server.at(
                "/slow.m3u8",
                reply -> reply.head("200 OK", "Content-Type: application/vnd.apple.mpegurl")
                        .send("#EXTM3U\n")
                        .awaitGone());
        WebUrl url = WebUrl.parse(server.url("/slow.m3u8"));
        Requests requests = fetcher.requests(url, Reach.ANYWHERE);
        Fetch fetch = new Fetch(url, requests, new HlsPosition(), new ManualPauses().slowlyBy(Duration.ofSeconds(61)));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetch.open(TrackChoice.FIRST))
                .withMessageEndingWith("has not sent its playlist within 60 s")
                .matches(FetchException::isRetryable);
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
        try (UrlFetcher patient = Fetchers.of(ofSeconds(2), HostLookup.SYSTEM, alarms)) {
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
            public CompletableFuture<Void> pause(Duration duration) {
                return CompletableFuture.completedFuture(null);
            }
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
