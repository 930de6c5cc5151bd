package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.Fetchers;
import io.github.camelelevenlabs.stt.fetch.HostLookup;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer.Response;
import io.github.camelelevenlabs.stt.fetch.Reach;
import io.github.camelelevenlabs.stt.fetch.UrlFetcher;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.test.WavFile;
import io.github.camelelevenlabs.stt.transport.EventLoops;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UrlSourceTest {

    private static final Duration WINDOW = ofMillis(600);

    /** A limit that is not reached on a busy computer either. */
    private static final Duration PATIENT = ofSeconds(3);

    private static final byte[] WAV =
            Tones.at(16_000).say("one two three four five").wav();

    private final EventLoops loops = new EventLoops(1, Thread::new);
    private final ExecutorService reading = Executors.newCachedThreadPool();
    private final Ffmpeg ffmpeg = new Ffmpeg(loops.next()::schedule);
    private RawHttpServer server;
    private UrlFetcher fetcher;

    @BeforeEach
    void start() throws Exception {
        server = RawHttpServer.start();
        fetcher = Fetchers.of(ofSeconds(20));
    }

    @AfterEach
    void stop() throws Exception {
        await().until(() -> server.connections() == 0);
        fetcher.close();
        server.close();
        reading.shutdownNow();
        loops.close();
    }

    private UrlSource source(UrlFetcher by, String url) throws FetchException {
        return source(by, url, WINDOW);
    }

    private UrlSource source(UrlFetcher by, String url, Duration window) throws FetchException {
        return new UrlSource(
                by.fetch(WebUrl.parse(url), Reach.ANYWHERE),
                Optional.empty(),
                new Decoding(ChannelMode.MIX, reading, ffmpeg, null, notice -> {}, AudioTrack.FIRST, false),
                loops.next(),
                window);
    }

    /** Reads the source to its end; completes with the number of bytes. */
    private static CompletableFuture<Integer> all(AudioSource source) {
        return source.open().thenCompose(format -> rest(source, 0)).toCompletableFuture();
    }

    private static CompletableFuture<Integer> rest(AudioSource source, int before) {
        return source.read()
                .thenCompose(block -> block == Block.END
                        ? CompletableFuture.completedFuture(before)
                        : rest(source, before + block.samples().remaining()))
                .toCompletableFuture();
    }

    private static void assertTooSlow(CompletableFuture<?> result) {
        assertThat(result)
                .failsWithin(15, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(FetchException.class)
                .matches(cause -> ((FetchException) cause).isRetryable())
                .withMessageMatching(
                        "http://[a-z0-9.:]+ is too slow: in the last 0 s that it was waited for it brought 0\\.\\d s of"
                                + " audio, and a tenth of real time is needed");
    }

    static Stream<Response> slowAnswers() {
        byte[] header = Arrays.copyOf(WAV, WavFile.HEADER_LENGTH);
        byte[] junk = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF\0\0\0\0WAVEJUNK".getBytes(StandardCharsets.US_ASCII))
                .putInt(Integer.MAX_VALUE)
                .array();
        return Stream.of(
                reply -> reply.trickle("HTTP/1.1 200 OK and so on".repeat(100).getBytes(), 1, ofMillis(50)),
                reply -> reply.head("200 OK").trickle(WAV, 1, ofMillis(50)),
                reply -> reply.head("200 OK").send(header).trickle(WAV, 2, ofMillis(50)),
                reply -> {
                    reply.head("200 OK").send(junk);
                    while (true) {
                        reply.send(new byte[10_000]).pause(ofMillis(5));
                    }
                },
                reply -> reply.head("200 OK", "Transfer-Encoding: chunked")
                        .chunk(header)
                        .trickle("1;".concat("x".repeat(1_000)).getBytes(), 1, ofMillis(50)),
                reply -> reply.head("200 OK", "Content-Type: audio/mpegurl")
                        .trickle("#EXTM3U\n#".concat("x".repeat(1_000)).getBytes(), 1, ofMillis(50)),
                reply -> reply.awaitGone());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("slowAnswers")
    void a_slow_url_is_abandoned(Response answer) throws Exception {
        server.at("/slow", answer);
        UrlSource source = source(fetcher, server.url("/slow"));

        assertTooSlow(all(source));
        source.close();
    }

    @Test
    void a_live_playlist_whose_segments_are_empty_is_given_up() throws Exception {
        int[] number = {0};
        server.at("/live", reply -> {
            String playlist =
                    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + number[0]++ + "\n#EXTINF:1,\n/empty\n";
            reply.head("200 OK", "Content-Type: audio/mpegurl", "Content-Length: " + playlist.length())
                    .send(playlist);
        });
        server.at("/empty", "audio/wav", new byte[0]);
        UrlSource source = source(fetcher, server.url("/live"));

        assertTooSlow(all(source));
        source.close();
    }

    @Test
    void a_name_lookup_that_hangs_counts_as_too_slow() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HostLookup stuck = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        };
        try (UrlFetcher stuckFetcher = Fetchers.of(ofSeconds(20), stuck)) {
            UrlSource source = source(stuckFetcher, "http://a.example/");
            assertTooSlow(all(source));
            source.close();
            never.countDown();
        }
    }

    @Test
    void a_slow_reader_is_not_a_slow_url() throws Exception {
        server.at("/talk", "audio/wav", WAV);
        UrlSource source = source(fetcher, server.url("/talk"), PATIENT);
        CompletableFuture<Integer> result = source.open()
                .thenComposeAsync(
                        format -> source.read(), CompletableFuture.delayedExecutor(3_500, TimeUnit.MILLISECONDS))
                .thenComposeAsync(
                        block -> rest(source, block.samples().remaining()),
                        CompletableFuture.delayedExecutor(3_500, TimeUnit.MILLISECONDS))
                .toCompletableFuture();

        assertThat(result).succeedsWithin(ofSeconds(10)).isEqualTo(WAV.length - WavFile.HEADER_LENGTH);
        source.close();
    }

    @Test
    void a_stream_in_real_time_is_fast_enough() throws Exception {
        byte[] talk = Tones.at(16_000)
                .say("one two three four five six seven eight nine ".repeat(2))
                .wav();
        server.at("/live", reply -> reply.head("200 OK").trickle(talk, 3_200, ofMillis(100)));
        UrlSource source = source(fetcher, server.url("/live"), PATIENT);

        assertThat(all(source)).succeedsWithin(ofSeconds(20)).isEqualTo(talk.length - WavFile.HEADER_LENGTH);
        source.close();
    }

    @Test
    void an_audio_url_that_is_too_slow_is_reported_and_opened_again() throws Exception {
        Queue<Response> answers = new ConcurrentLinkedQueue<>(List.of(
                RawHttpServer.Reply::awaitGone,
                reply -> reply.head("200 OK").awaitGone(),
                reply -> reply.head("200 OK").send(WAV)));
        server.at("/live", reply -> answers.remove().give(reply));
        List<Throwable> outages = new CopyOnWriteArrayList<>();
        ReopeningSource source = new ReopeningSource(
                "the stream",
                () -> {
                    try {
                        return source(fetcher, server.url("/live"));
                    } catch (FetchException e) {
                        throw new AssertionError(e);
                    }
                },
                false,
                new Backoff(ofMillis(10), ofMillis(10), () -> 1),
                loops.next(),
                outages::add);

        assertThat(all(source)).succeedsWithin(ofSeconds(20)).isEqualTo(WAV.length - WavFile.HEADER_LENGTH);
        assertThat(outages).singleElement().isInstanceOf(FetchException.class);
        source.close();
    }

    @Test
    void a_close_ends_the_fetch_at_once() throws Exception {
        for (Response answer : List.<Response>of(
                RawHttpServer.Reply::awaitGone, reply -> reply.head("200 OK").trickle(WAV, 1, ofMillis(50)))) {
            server.at("/slow", answer);
            UrlSource source = source(fetcher, server.url("/slow"));
            CompletableFuture<Integer> result = all(source);
            await().until(() -> server.connections() == 1);
            source.close();
            assertThat(result).failsWithin(ofSeconds(5));
            await().until(() -> server.connections() == 0);
        }
    }

    @Test
    void a_close_ends_the_decoder_even_without_a_reader() throws Exception {
        byte[] mp3 = Encoder.encode(WAV, "mp3", "");
        server.at("/live", reply -> {
            reply.head("200 OK");
            for (int times = 0; times < 50; times++) {
                reply.send(mp3);
            }
            reply.awaitGone();
        });
        UrlSource source = source(fetcher, server.url("/live"), ofSeconds(20));
        assertThat(source.open().thenCompose(opened -> source.read())).succeedsWithin(ofSeconds(10));
        assertThat(ProcessHandle.current().descendants()).isNotEmpty();
        source.close();
        await().untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants()).isEmpty());
    }

    @Test
    void a_url_is_live_until_it_sends_more_than_a_burst() throws Exception {
        byte[] talk =
                Tones.at(16_000).say("one two three four five ".repeat(40)).wav();
        server.at("/live", reply -> reply.head("200 OK").send(talk));
        UrlSource source = source(fetcher, server.url("/live"), PATIENT);
        List<Block> blocks = new ArrayList<>();
        source.open().toCompletableFuture().get();
        for (Block block = block(source); block != Block.END; block = block(source)) {
            blocks.add(block);
        }
        assertThat(blocks.get(0).live()).isTrue();
        assertThat(blocks.get(blocks.size() - 1).live()).isFalse();
        source.close();
    }

    @Test
    void a_url_with_a_content_length_is_not_live() throws Exception {
        server.at("/talk", "audio/wav", WAV);
        UrlSource source = source(fetcher, server.url("/talk"), PATIENT);
        source.open().toCompletableFuture().get();
        assertThat(block(source).live()).isFalse();
        source.close();
    }

    private static Block block(AudioSource source) throws Exception {
        return source.read().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
