package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.fetch.RawHttpServer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
                reply -> reply.trickle("HTTP/1.1 200 OK and so on and on and on and on".getBytes(), 1, ofMillis(200)),
                reply -> reply.send("HTTP/1.1 200 OK\r\n")
                        .trickle("X-Slow: and so on and on and on and on and on and on".getBytes(), 1, ofMillis(200)),
                reply -> {
                    for (int i = 0; i < 100; i++) {
                        reply.send("HTTP/1.1 102 Processing\r\n\r\n").pause(ofMillis(200));
                    }
                },
                reply -> reply.pause(ofMillis(500)).head("302 Found", "Location: /again"));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("neverAnswering")
    void a_response_has_a_total_time_limit(Response answer) throws Exception {
        server.at("/slow", answer).at("/again", answer);
        try (UrlFetcher impatient = Fetchers.of(ofMillis(600))) {
            WebUrl url = WebUrl.parse(server.url("/slow"));
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> impatient.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST))
                    .withMessageEndingWith("did not answer within 1200 ms, redirects included")
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

    /** Responses that go on for ever with something else than a body. */
    static Map<String, Response> withoutBytes() {
        AtomicInteger loaded = new AtomicInteger();
        return Map.of(
                "the extension of a chunk",
                reply -> reply.head("200 OK", "Transfer-Encoding: chunked")
                        .send("800;extension=")
                        .trickle(new byte[10_000], 1, ofMillis(10)),
                "trailers",
                reply -> reply.head("200 OK", "Transfer-Encoding: chunked")
                        .chunk(AUDIO)
                        .send("0\r\nX-Trailer: ")
                        .trickle(new byte[10_000], 1, ofMillis(10)),
                "a byte now and then",
                reply -> reply.head("200 OK").trickle(new byte[100], 1, ofMillis(100)),
                "a playlist of gaps",
                reply -> {
                    int first = loaded.incrementAndGet();
                    reply.head("200 OK", "Content-Type: application/vnd.apple.mpegurl")
                            .send("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + first
                                    + "\n#EXT-X-GAP\n#EXTINF:1,\n" + first + ".ts\n");
                },
                "a playlist whose chunk has an extension",
                reply -> reply.head(
                                "200 OK", "Transfer-Encoding: chunked", "Content-Type: application/vnd.apple.mpegurl")
                        .send("800;extension=")
                        .trickle(new byte[10_000], 1, ofMillis(10)));
    }

    static Set<String> namesOfThose() {
        return withoutBytes().keySet();
    }

    @ParameterizedTest
    @MethodSource("namesOfThose")
    void a_stream_is_judged_while_it_brings_nothing(String name) throws Exception {
        server.at("/slow", withoutBytes().get(name));
        AtomicLong now = new AtomicLong();
        Map<Duration, Runnable> set = new ConcurrentHashMap<>();
        Pauses clock = new Pauses() {
            @Override
            public long nanoTime() {
                return now.get();
            }

            @Override
            public CompletableFuture<Void> pause(Duration duration) {
                return new CompletableFuture<Void>().completeOnTimeout(null, 10, TimeUnit.MILLISECONDS);
            }
        };
        Alarms alarms = (delay, action) -> {
            set.put(delay, action);
            return () -> set.remove(delay, action);
        };
        try (UrlFetcher patient = Fetchers.of(ofSeconds(5), HostLookup.SYSTEM, alarms)) {
            WebUrl url = WebUrl.parse(server.url("/slow"));
            Requests requests = patient.requests(url, Reach.ANYWHERE);
            try (InputStream stream = new Fetch(url, requests, new HlsPosition(), clock).asStream()) {
                CompletableFuture<Throwable> end =
                        CompletableFuture.supplyAsync(() -> catchThrowable(() -> stream.readAllBytes()));
                await().until(() -> set.containsKey(SlownessWatch.WINDOW));
                await().until(() -> server.requests().size() > 0);
                now.addAndGet(SlownessWatch.WINDOW.toNanos());
                set.remove(SlownessWatch.WINDOW).run();
                assertThat(end.get(5, TimeUnit.SECONDS))
                        .isInstanceOf(FetchException.class)
                        .hasMessageMatching(
                                ".* is too slow: in the last 60 s that it was waited for it brought \\d+ bytes");
            }
            assertThat(set).doesNotContainKey(SlownessWatch.WINDOW);
        }
        await().until(() -> server.connections() == 0);
    }
}
