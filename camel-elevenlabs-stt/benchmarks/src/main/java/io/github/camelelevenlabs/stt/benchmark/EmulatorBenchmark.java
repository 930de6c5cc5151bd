package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.process.Cores;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Many sessions send audio to one emulator in real time, each 100 ms ten times a second; its tone recogniser recognises
 * every word. Reports the cost and the lag of the emulator. Exits with 1 if the emulator fell behind, with 2 if the clients
 * did.
 */
public final class EmulatorBenchmark {
    private static final int OPENED_PER_SECOND = 50;
    private static final Duration TO_SETTLE = Duration.ofSeconds(5);
    // One partial comes each second: an emulator that is late by more than half a second falls further behind.
    private static final Duration BEHIND = Duration.ofMillis(500);
    private static final int LARGEST_ANSWER = 64 * 1024;

    private final int sessions;
    private final Duration duration;
    private final SpokenChunks speech = SpokenChunks.tenSeconds();

    private EmulatorBenchmark(int sessions, Duration duration) {
        this.sessions = sessions;
        this.duration = duration;
    }

    /**
     * @param arguments the number of sessions, and the seconds to measure once all are open
     */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        System.exit(new EmulatorBenchmark(sessions, Duration.ofSeconds(seconds))
                .run()
                .ordinal());
    }

    private Verdict run() throws Exception {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (EmulatorProcess emulator = EmulatorProcess.start()) {
            System.out.printf(
                    "%d sessions for %d s, the emulator on %s%n",
                    sessions, duration.toSeconds(), Cores.arePinned() ? "one core" : "all cores");
            Findings findings = new Findings();
            open(loop, emulator.uri(), findings);
            Thread.sleep(TO_SETTLE.toMillis());
            loop.submit(findings::begin).sync();
            Duration cpuBefore = emulator.cpu();
            long start = System.nanoTime();
            Thread.sleep(duration.toMillis());
            double seconds = (System.nanoTime() - start) / 1e9;
            double cores = emulator.cpu().minus(cpuBefore).toNanos() / 1e9 / seconds;
            long megabytes = emulator.residentMegabytes();
            loop.submit(findings::end).sync();
            return report(findings, cores, megabytes);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private void open(EventLoopGroup loop, URI emulator, Findings findings) throws InterruptedException {
        URI address = URI.create(emulator + "/v1/speech-to-text/realtime?audio_format=pcm_16000");
        for (int i = 0; i < sessions; i++) {
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline()
                                    .addLast(
                                            new HttpClientCodec(),
                                            new HttpObjectAggregator(LARGEST_ANSWER),
                                            webSocket(address),
                                            new PacedSession(speech, findings));
                        }
                    })
                    .connect(address.getHost(), address.getPort())
                    .sync();
            Thread.sleep(1_000 / OPENED_PER_SECOND);
        }
    }

    private static WebSocketClientProtocolHandler webSocket(URI address) {
        HttpHeaders key = new DefaultHttpHeaders().add("xi-api-key", "benchmark");
        return new WebSocketClientProtocolHandler(
                WebSocketClientHandshakerFactory.newHandshaker(address, WebSocketVersion.V13, null, false, key));
    }

    private Verdict report(Findings findings, double cores, long megabytes) {
        double audioPerSecond = findings.sending().count() * SpokenChunks.CHUNK.toMillis() / 1e3 / duration.toSeconds();
        System.out.printf(
                Locale.ROOT,
                "emulator: %.2f cores, %.2f ms of CPU for a second of audio, %d MB resident%n",
                cores,
                cores * 1_000 / audioPerSecond,
                megabytes);
        System.out.println("chunks sent late by the clients: " + findings.sending());
        System.out.println("partials after the chunk that made them due: " + findings.partials());
        System.out.println("answers beyond the 200 ms they take: " + findings.answers());
        findings.failures().forEach((how, often) -> System.out.println(often + " times " + how));
        Verdict verdict = verdict(findings);
        System.out.println(verdict.words);
        return verdict;
    }

    private Verdict verdict(Findings findings) {
        if (findings.sending().atMost(0.99).compareTo(BEHIND) > 0) {
            return Verdict.UNKNOWN;
        }
        boolean keptUp = findings.sessions() == sessions
                && findings.failures().isEmpty()
                && findings.answers().count() > 0
                && findings.partials().atMost(0.99).compareTo(BEHIND) < 0
                && findings.answers().atMost(0.99).compareTo(BEHIND) < 0;
        return keptUp ? Verdict.KEPT_UP : Verdict.FELL_BEHIND;
    }

    private enum Verdict {
        KEPT_UP("It kept up, and heard every word."),
        FELL_BEHIND("It fell behind."),
        UNKNOWN("The clients were late themselves: this computer is too busy to tell.");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }
}
