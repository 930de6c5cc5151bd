package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Audio that is truncated or partly overwritten. */
@Tag("full")
class DamagedAudioIT extends SttRouteSupport {

    private static final int INPUTS = 1_000;
    private static final int AT_ONCE = 16;

    /** Pools start and stop threads for a while; this tolerance is far below one thread for each input. */
    private static final int SLACK = 20;

    private static final byte[] SAID =
            Tones.at(16_000).say("one two three four five").wav();

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls?connectTimeout=5000&transcriptTimeout=5000");
        routes.from("direct:split")
                .to("elevenlabs-stt:calls?connectTimeout=5000&transcriptTimeout=5000&channels=split");
    }

    private static List<byte[]> recordings() {
        return Stream.of(
                        "wav -c:a pcm_s16le",
                        "wav -c:a pcm_s24le -ac 2 -ar 44100",
                        "wav -c:a adpcm_ima_wav",
                        "aiff -c:a pcm_s16be",
                        "au -c:a pcm_mulaw -ar 8000",
                        "mp3 -b:a 64k",
                        "ogg -c:a libopus",
                        "flac -ac 2",
                        "m4a -c:a aac",
                        "m4a -c:a aac -movflags +faststart",
                        "webm -c:a libopus",
                        "wma -c:a wmav2",
                        "aac -c:a aac",
                        "caf -c:a alac",
                        "amr -c:a libopencore_amrnb -ar 8000 -b:a 12.2k",
                        "avi -c:a libmp3lame")
                .map(format -> format.split(" ", 2))
                .map(format -> Encoder.encode(SAID, format[0], format[1]))
                .toList();
    }

    @Test
    void a_thousand_damaged_recordings_give_a_transcript_or_an_error_and_leave_nothing_behind() throws Exception {
        List<byte[]> recordings = recordings();
        recordings.forEach(recording ->
                assertThat(textOf(send("direct:recording", recording))).isEqualTo("one two three four five"));
        emulator.reset();
        int threads = Thread.activeCount();
        long files = openFiles();

        Random random = new Random(3);
        Semaphore room = new Semaphore(AT_ONCE);
        AtomicInteger transcripts = new AtomicInteger();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            byte[] damaged = damage(recordings.get(i % recordings.size()), random);
            assertThat(room.tryAcquire(30, TimeUnit.SECONDS))
                    .as("one of %s ends within seconds", AT_ONCE)
                    .isTrue();
            String route = i % 3 == 0 ? "direct:split" : "direct:recording";
            sent.add(template.asyncSend(route, exchange -> exchange.getIn().setBody(damaged))
                    .whenComplete((done, failed) -> {
                        room.release();
                    }));
        }
        for (CompletableFuture<Exchange> one : sent) {
            Exception failure = one.get(30, TimeUnit.SECONDS).getException();
            if (failure == null) {
                transcripts.incrementAndGet();
            } else {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                ElevenLabsSttException.class,
                                typed -> assertThat(typed.getErrorType()).isEqualTo("invalid_audio"));
            }
        }
        assertThat(transcripts.get()).isBetween(INPUTS / 10, INPUTS * 9 / 10);

        await().untilAsserted(() -> assertThat(ProcessHandle.current().descendants())
                .as("processes")
                .isEmpty());
        assertThat(temporaryFiles()).isEmpty();
        await().untilAsserted(() -> assertThat(emulator.sessions()).noneMatch(RecordedSession::isOpen));
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(Thread.activeCount()).as("threads").isLessThan(threads + SLACK);
            assertThat(openFiles()).as("open files and sockets").isLessThan(files + SLACK);
        });
    }

    private static byte[] damage(byte[] recording, Random random) {
        boolean cut = random.nextInt(3) == 0;
        byte[] damaged = Arrays.copyOf(recording, cut ? 1 + random.nextInt(recording.length) : recording.length);
        int places = random.nextInt(12) + (cut ? 0 : 1);
        for (int i = 0; i < places; i++) {
            // Half of the damage is within the headers.
            int reach = random.nextBoolean() ? Math.min(damaged.length, 200) : damaged.length;
            damaged[random.nextInt(reach)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("elevenlabs-stt-"))
                    .toList();
        }
    }

    @Override
    boolean expectsViolations() {
        return true;
    }
}
