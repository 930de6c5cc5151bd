package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.HostLookup;
import io.github.camelelevenlabs.stt.fetch.LiveServer;
import io.github.camelelevenlabs.stt.fetch.Reach;
import io.github.camelelevenlabs.stt.fetch.UrlFetcher;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.test.WavFile;
import io.github.camelelevenlabs.stt.threads.ElasticPool;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.EventLoops;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Live URLs, whose bytes come in real time, hold no threads while they are waited for. */
class LiveUrlsTest {

    private static final int MORE_THREADS = 20;

    private static final int RATE = 8_000;
    private static final Duration PIECE = ofMillis(500);
    private static final byte[] SAMPLES = new byte[RATE * Short.BYTES / 2];
    private static final List<String> FORMATS = List.of("/wav", "/ulaw", "/hls");

    private final CamelContext context = new DefaultCamelContext();
    private final EventLoops loops = new EventLoops(2, Thread::new);
    private final Ffmpeg ffmpeg = new Ffmpeg(loops.next()::schedule);
    private final List<Listener> listeners = new ArrayList<>();
    private LiveServer server;
    private ElasticPool reading;
    private ElasticPool connecting;
    private UrlFetcher fetcher;

    @BeforeEach
    void start() {
        context.start();
        reading = new ElasticPool(context, this, "reading", loops.next());
        connecting = new ElasticPool(context, this, "connecting", loops.next());
        SessionLoop timer = loops.next();
        fetcher = new UrlFetcher(
                ofSeconds(20),
                HostLookup.SYSTEM,
                (delay, action) -> timer.schedule(delay, action)::cancel,
                loops::bootstrap,
                connecting);
        long begun = System.nanoTime();
        server = new LiveServer()
                .live("/wav", "audio/wav", WavFile.endless(RATE, SAMPLES), SAMPLES, PIECE)
                .live("/ulaw", "audio/basic", new byte[RATE], new byte[RATE / 2], PIECE)
                .now("/hls", "application/vnd.apple.mpegurl", () -> playlist(begun))
                .now("/segment", "audio/wav", () -> WavFile.mono(RATE, new byte[RATE * Short.BYTES]));
    }

    /** Four segments of one second. */
    private static byte[] playlist(long begun) {
        long first = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        return ("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n"
                        + "#EXTINF:1,\nsegment\n".repeat(4))
                .getBytes();
    }

    @AfterEach
    void stop() {
        listeners.forEach(listener -> listener.source.close());
        fetcher.close();
        server.close();
        loops.close();
        reading.close();
        connecting.close();
        context.stop();
    }

    /** Reads a URL for ever. */
    private final class Listener {

        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final UrlSource source;
        private volatile long blocks;

        Listener(String url) throws FetchException {
            source = new UrlSource(
                    fetcher.fetch(WebUrl.parse(url), Reach.ANYWHERE),
                    Optional.empty(),
                    new Decoding(ChannelMode.MIX, reading, ffmpeg, null, notice -> {}, AudioTrack.FIRST, true),
                    loops.next());
            source.open().thenRun(this::read).exceptionally(this::failed);
        }

        private void read() {
            source.read().thenAccept(this::took).exceptionally(this::failed);
        }

        /** Goes on when the block would have been spoken, as a session does that has enough. */
        private void took(Block block) {
            blocks++;
            Duration spoken = Duration.ofSeconds(block.samples().remaining()).dividedBy(RATE * Short.BYTES);
            loops.next().schedule(spoken, this::read);
        }

        private Void failed(Throwable cause) {
            failure.set(cause);
            return null;
        }

        private long blocks() {
            assertThat(failure.get()).isNull();
            return blocks;
        }
    }

    private void listen(List<String> formats, int urls) throws FetchException {
        while (listeners.size() < urls) {
            listeners.add(new Listener(server.url(formats.get(listeners.size() % formats.size()))));
        }
    }

    private void awaitBlocks(int more) {
        long[] before = listeners.stream().mapToLong(Listener::blocks).toArray();
        await().atMost(ofSeconds(60)).until(() -> {
            for (int i = 0; i < before.length; i++) {
                if (listeners.get(i).blocks() < before[i] + more) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The number of threads, without those of the JDK that wait for the end of a process each. */
    private static int threads() {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        return (int) Arrays.stream(all.getThreadInfo(all.getAllThreadIds()))
                .filter(thread -> thread != null && !thread.getThreadName().startsWith("process reaper"))
                .count();
    }

    private void check(List<String> formats, int urls, int moreThreads) throws FetchException {
        listen(formats, 1);
        awaitBlocks(3);
        int one = threads();
        listen(formats, urls);
        awaitBlocks(3);
        // Threads that opened the URLs end when they were idle for a while.
        await().atMost(ofSeconds(30)).untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(one + moreThreads));
        awaitBlocks(3);
        assertThat(threads()).isLessThanOrEqualTo(one + moreThreads);
    }

    @Test
    void a_hundred_live_urls_hold_hardly_more_threads_than_one() throws Exception {
        check(FORMATS, 100, MORE_THREADS);
    }

    @Test
    @Tag("full")
    void a_thousand_live_urls_hold_hardly_more_threads_than_one() throws Exception {
        check(FORMATS, 1_000, MORE_THREADS);
    }

    @Test
    void live_urls_that_ffmpeg_decodes_hold_a_process_each_and_no_thread_of_ours() throws Exception {
        byte[] second = Encoder.encode(
                WavFile.mono(RATE, new byte[RATE * Short.BYTES]), "mp3", "-b:a 32k -write_xing 0 -id3v2_version 0");
        server.live("/mp3", "audio/mpeg", second, second, ofSeconds(1));
        check(List.of("/mp3"), 24, 8);
        assertThat(ProcessHandle.current().descendants()).hasSizeGreaterThanOrEqualTo(24);
    }

    private static byte[] mp3(Duration silence) {
        byte[] samples = new byte[(int) silence.toSeconds() * RATE * Short.BYTES];
        return Encoder.encode(WavFile.mono(RATE, samples), "mp3", "-b:a 64k -write_xing 0 -id3v2_version 0");
    }
}
