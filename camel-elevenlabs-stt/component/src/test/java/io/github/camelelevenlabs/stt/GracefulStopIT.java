package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A complete application that gets SIGTERM or Ctrl-C in the middle of its recordings. */
@EnabledOnOs(OS.LINUX)
@Tag("full")
class GracefulStopIT {

    private static final byte[] SPEECH = Tones.at(16_000)
            .say("one two")
            .pause(Duration.ofSeconds(7))
            .say("three four")
            .wav();

    private static final int BITRATE = 64_000;

    private static final byte[] MP3 = Encoder.encode(SPEECH, "mp3", "-b:a " + BITRATE);

    @TempDir
    Path folder;

    private final CountDownLatch stationClosed = new CountDownLatch(1);
    private SttEmulator emulator;
    private Process jvm;

    @BeforeEach
    void start_the_service() {
        emulator = SttRouteSupport.service().start();
    }

    @AfterEach
    void no_process_is_left() {
        if (jvm != null) {
            jvm.destroyForcibly();
        }
        emulator.stop();
    }

    @Test
    void sigterm_lets_a_recording_that_needs_ffmpeg_finish() throws Exception {
        start("none", mp3(), m4a(), wav());
        List<ProcessHandle> decoders = decodersInTheMiddle(3);
        kill("-TERM", List.of(jvm.pid()));
        every_word_was_transcribed_once(143, decoders, "call.mp3", "call.m4a", "call.wav");
    }

    @Test
    void ctrl_c_in_a_terminal_reaches_only_the_jvm() throws Exception {
        start("none", mp3(), wav());
        List<ProcessHandle> decoders = decodersInTheMiddle(2);
        kill("-INT", List.of(-jvm.pid()));
        every_word_was_transcribed_once(130, decoders, "call.mp3", "call.wav");
    }

    @Test
    void ctrl_c_during_a_live_stream_reports_no_outage() throws Exception {
        a_live_stream_ends_without_a_warning("-INT", decoders -> List.of(-jvm.pid()));
    }

    @Test
    void a_decoder_that_ends_with_the_jvm_reports_no_outage() throws Exception {
        a_live_stream_ends_without_a_warning(
                "-TERM",
                decoders -> Stream.concat(
                                Stream.of(jvm.pid()), decoders.stream().map(ProcessHandle::pid))
                        .toList());
    }

    private void a_live_stream_ends_without_a_warning(
            String signal, Function<List<ProcessHandle>, List<Long>> processes) throws Exception {
        HttpServer station = station();
        try {
            start("http://127.0.0.1:" + station.getAddress().getPort() + "/live.mp3");
            List<ProcessHandle> decoders = decodersInTheMiddle(1);
            kill(signal, processes.apply(decoders));
            assertThat(jvm.waitFor(40, TimeUnit.SECONDS)).as("stops in time").isTrue();
            assertThat(output())
                    .contains("transcript: one two")
                    .doesNotContain("broke")
                    .doesNotContain("Exception");
            await().untilAsserted(() -> assertThat(decoders).noneMatch(ProcessHandle::isAlive));
            assertThat(emulator.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.closeCode()).hasValue(1000));
        } finally {
            stationClosed.countDown();
            station.stop(0);
        }
    }

    private void every_word_was_transcribed_once(int status, List<ProcessHandle> decoders, String... names)
            throws Exception {
        assertThat(jvm.waitFor(40, TimeUnit.SECONDS)).as("stops in time").isTrue();
        assertThat(output().lines().filter(line -> line.startsWith("call.")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(names)
                        .map(name -> name + "|one two three four")
                        .toList());
        assertThat(jvm.exitValue()).isEqualTo(status);
        assertThat(emulator.sessions()).hasSize(names.length);
        await().untilAsserted(() -> assertThat(decoders).noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> left = Files.list(Files.createDirectories(folder.resolve("tmp")))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("elevenlabs-stt-")))
                    .isEmpty();
        }
    }

    /** Like a terminal, signals the process group: the JVM and those of its children that have not left the group. */
    private void start(String live, Path... recordings) throws IOException {
        Assumptions.assumeFalse(ignoresInterrupts(), "this JVM, and so its children, ignores SIGINT");
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                // Otherwise log4j stops logging as soon as the JVM begins to end.
                "-Dlog4j.shutdownHookEnabled=false",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                RoutesOfAChildJvm.class.getName(),
                emulator.uri().toString(),
                live));
        Stream.of(recordings).map(Path::toString).forEach(command::add);
        jvm = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** The ffmpeg processes at a time when every session has received some of its audio and none all of it. */
    private List<ProcessHandle> decodersInTheMiddle(int sessions) {
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> emulator.sessions().size() == sessions
                        && emulator.sessions().stream()
                                .allMatch(session -> session.audioDuration().toMillis() > 500));
        List<ProcessHandle> decoders = jvm.descendants().toList();
        assertThat(decoders).as("ffmpegs").isNotEmpty();
        return decoders;
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private Path mp3() throws IOException {
        return Files.write(folder.resolve("call.mp3"), MP3);
    }

    /** The index is at the end, so that ffmpeg needs a file. */
    private Path m4a() throws IOException {
        return Files.write(folder.resolve("call.m4a"), Encoder.encode(SPEECH, "m4a", "-c:a aac"));
    }

    private Path wav() throws IOException {
        return Files.write(folder.resolve("call.wav"), SPEECH);
    }

    /** One program sends all signals at once. */
    private static void kill(String signal, List<Long> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal, "--"));
        processes.forEach(process -> command.add(process.toString()));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private static boolean ignoresInterrupts() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }
    }

    /** An endless MP3 at real-time speed after an initial burst. */
    private HttpServer station() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::play);
        server.start();
        return server;
    }

    private void play(HttpExchange request) throws IOException {
        request.getResponseHeaders().set("Content-Type", "audio/mpeg");
        request.sendResponseHeaders(200, 0);
        int atOnce = MP3.length / 2;
        int inTenthOfSecond = BITRATE / 8 / 10;
        try (OutputStream body = request.getResponseBody()) {
            body.write(MP3, 0, atOnce);
            for (int at = atOnce; !stationClosed.await(100, TimeUnit.MILLISECONDS); at += inTenthOfSecond) {
                int position = at % (MP3.length - inTenthOfSecond);
                body.write(MP3, position, inTenthOfSecond);
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
