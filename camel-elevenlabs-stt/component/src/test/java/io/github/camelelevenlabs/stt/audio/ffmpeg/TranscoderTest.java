package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.DecodeCommand.Access;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscoderTest {

    private static final DecodeCommand MP3 = new DecodeCommand("mp3", Access.IN_ORDER, false, AudioTrack.FIRST);
    private static final DecodeCommand MP4 = new DecodeCommand("mov", Access.INDEX_FIRST, false, AudioTrack.FIRST);

    private static final byte[] SPEECH = Tones.at(16_000).say("one two three").wav();

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    /** The task for the next second, which passes when the test says so. */
    private final Deque<Runnable> ticks = new ConcurrentLinkedDeque<>();

    private final Ffmpeg ffmpeg = new Ffmpeg((delay, task) -> ticks.add(task));

    @AfterEach
    void no_process_or_file_is_left() throws IOException {
        ffmpeg.close();
        assertThat(ffmpeg.running()).isZero();
        assertThat(spools()).isEmpty();
        await().untilAsserted(() -> assertThat(ProcessHandle.current().descendants())
                .as("processes")
                .isEmpty());
    }

    @Test
    void an_mp3_is_decoded_to_a_wav() throws Exception {
        Transcoder transcoder = ffmpeg.transcoder(null, MP3);
        byte[] wav = all(transcoder, Encoder.encode(SPEECH, "mp3", "-b:a 64k"));
        assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(wav.length).isBetween(SPEECH.length, SPEECH.length * 12 / 10);
        assertThat(ffmpeg.running()).isZero();
    }

    @Test
    void each_process_is_checked_by_a_timer_of_its_own() throws Exception {
        List<List<Runnable>> timers = new ArrayList<>();
        Ffmpeg spread = new Ffmpeg(() -> {
            List<Runnable> checks = new CopyOnWriteArrayList<>();
            timers.add(checks);
            return (delay, task) -> checks.add(task);
        });
        byte[] mp3 = Encoder.encode(SPEECH, "mp3", "-b:a 64k");
        for (int i = 0; i < 3; i++) {
            all(spread.transcoder(null, MP3), mp3);
        }
        assertThat(timers).hasSize(3).allSatisfy(checks -> assertThat(checks).isNotEmpty());
    }

    @Test
    void an_mp4_whose_index_comes_first_needs_no_file() throws Exception {
        byte[] recording = Encoder.encode(SPEECH, "m4a", "-c:a aac -movflags +faststart");
        Transcoder transcoder = ffmpeg.transcoder(null, MP4);
        transcoder.write(ByteBuffer.wrap(recording));
        assertThat(transcoder.started()).isCompleted();
        assertThat(temporaryFiles()).isEmpty();
        transcoder.end();
        assertThat(drained(transcoder)).hasSizeGreaterThan(10_000);
    }

    @Test
    void an_mp4_whose_index_comes_last_lies_in_a_private_file_until_it_is_decoded() throws Exception {
        byte[] recording = Encoder.encode(SPEECH, "m4a", "-c:a aac");
        Transcoder transcoder = ffmpeg.transcoder(null, MP4);
        transcoder.write(ByteBuffer.wrap(recording, 0, 1_000));
        assertThat(transcoder.started()).isNotCompleted();
        if (Files.isDirectory(DESCRIPTORS)) {
            assertThat(temporaryFiles())
                    .as("files that a killed JVM would leave")
                    .isEmpty();
        }
        assertThat(spools())
                .singleElement()
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        transcoder.write(ByteBuffer.wrap(recording, 1_000, recording.length - 1_000));
        transcoder.end();
        assertThat(drained(transcoder)).hasSizeGreaterThan(10_000);
        assertThat(spools()).isEmpty();
    }

    @Test
    void an_incomplete_file_is_deleted_on_close() throws Exception {
        Transcoder transcoder = ffmpeg.transcoder(null, MP4);
        transcoder.write(ByteBuffer.wrap(Encoder.encode(SPEECH, "m4a", "-c:a aac")));
        assertThat(spools()).hasSize(1);
        transcoder.close();
        assertThat(spools()).isEmpty();
        assertThatThrownBy(transcoder::read).isInstanceOf(IOException.class);
    }

    @Test
    void the_last_message_of_ffmpeg_is_in_the_exception() {
        Transcoder transcoder = ffmpeg.transcoder(null, MP4);
        transcoder.write(ByteBuffer.wrap("\0\0\0\20ftypisom\0\0\0\10moovnonsense".getBytes(StandardCharsets.US_ASCII)));
        transcoder.end();
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(transcoder::read)
                .withMessageStartingWith("ffmpeg could not decode it: ")
                .withMessageContaining("moov");
        assertThat(ffmpeg.running()).isZero();
    }

    @Test
    void a_flood_of_messages_blocks_nothing_and_only_its_end_is_kept() throws Exception {
        Transcoder transcoder = faked("i=0; while [ $i -lt 20000 ]; do echo \"line $i\" >&2; i=$((i+1)); done; exit 3");
        transcoder.write(ByteBuffer.wrap(new byte[] {1}));
        CompletableFuture<byte[]> reading = reading(transcoder);
        await().until(() -> {
            tick();
            return reading.isDone();
        });
        assertThat(reading)
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("line 19995 | line 19996 | line 19997 | line 19998 | line 19999")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void the_environment_of_the_jvm_is_not_passed_on() throws Exception {
        Transcoder transcoder = faked("env >&2; exit 1");
        assertThatThrownBy(() -> all(transcoder, new byte[] {1}))
                .hasMessageContaining("PATH=")
                .hasMessageNotContaining("HOME=");
    }

    @Test
    void ffmpeg_runs_with_low_priority() throws Exception {
        Transcoder transcoder = faked("echo niceness $(nice) >&2; exit 1");
        assertThatThrownBy(() -> all(transcoder, new byte[] {1})).hasMessageMatching(".*niceness 1[0-9].*");
    }

    @Test
    void a_process_without_progress_is_killed_with_its_children() throws Exception {
        Transcoder transcoder = faked("sleep 1000 & wait");
        transcoder.write(ByteBuffer.wrap(new byte[] {1}));
        transcoder.end();
        CompletableFuture<byte[]> reading = reading(transcoder);
        await().until(() -> ProcessHandle.current().descendants().count() >= 2);
        for (int second = 0; second < FfmpegProcess.TICKS_WITHOUT_PROGRESS; second++) {
            tick();
        }
        assertThatThrownBy(() -> reading.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        await().until(() -> {
            tick();
            return reading.isDone();
        });
        assertThat(reading)
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("30 s without progress");
    }

    @Test
    void a_process_may_be_idle_while_nobody_reads() throws Exception {
        Transcoder transcoder = faked("exec sleep 1000");
        transcoder.write(ByteBuffer.wrap(new byte[] {1}));
        transcoder.end();
        for (int second = 0; second < 1_000; second++) {
            tick();
        }
        assertThat(ProcessHandle.current().children()).hasSize(1);
    }

    @Test
    void a_process_that_accepts_no_more_bytes_gives_the_reason() throws Exception {
        Transcoder transcoder = faked("echo 'enough' >&2; exit 1");
        await().until(() -> !transcoder.write(ByteBuffer.wrap(new byte[100_000])));
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(transcoder::read)
                .withMessageContaining("enough");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "TERM", "KILL"})
    void a_process_killed_from_outside_is_not_a_fault_of_the_audio(String signal) throws Exception {
        Transcoder transcoder = ffmpeg.transcoder(null, MP3);
        transcoder.write(ByteBuffer.wrap(Encoder.encode(SPEECH, "mp3", "-b:a 64k")));
        await().until(() -> transcoder.started().toCompletableFuture().isDone());
        CompletableFuture<byte[]> reading = reading(transcoder);
        await().until(() ->
                isDecoding(ProcessHandle.current().children().findFirst().orElseThrow()));
        long pid = ProcessHandle.current().children().findFirst().orElseThrow().pid();
        new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
        // ffmpeg ends normally on some signals, and it is reading.
        transcoder.end();
        assertThat(reading)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .satisfies(failure -> assertThat(failure.getCause())
                        .isExactlyInstanceOf(IOException.class)
                        .hasMessageStartingWith("ffmpeg was ended from outside, with status "));
    }

    /** Whether the process has become ffmpeg, which catches signals. */
    private static boolean isDecoding(ProcessHandle process) throws IOException {
        String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        return status.startsWith("Name:\tffmpeg") && !status.contains("SigCgt:\t0000000000000000");
    }

    @Test
    void a_process_that_crashes_is_a_fault_of_the_audio() throws Exception {
        Transcoder transcoder = faked("kill -SEGV $$");
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> all(transcoder, new byte[] {1}))
                .withMessageStartingWith("ffmpeg could not decode it: ");
    }

    @Test
    void an_ffmpeg_that_was_removed_is_searched_again() throws Exception {
        Path program = Scripts.decoder(folder, "exit 1");
        Transcoder first = ffmpeg.transcoder(program.toString(), MP3);
        assertThatExceptionOfType(AudioException.class).isThrownBy(() -> all(first, new byte[] {1}));
        Files.move(program, folder.resolve("away"));
        Transcoder second = ffmpeg.transcoder(program.toString(), MP3);
        assertThatExceptionOfType(DecoderMissingException.class)
                .isThrownBy(() -> all(second, new byte[] {1}))
                .withMessageStartingWith("ffmpeg cannot be run: ");
        Transcoder third = ffmpeg.transcoder(program.toString(), MP3);
        assertThatExceptionOfType(DecoderMissingException.class)
                .isThrownBy(() -> all(third, new byte[] {1}))
                .withMessageContaining("is no ffmpeg that runs: ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ffmpeg_runs_in_its_own_process_group() throws Exception {
        Transcoder transcoder = faked("echo pid $$ and its group $(ps -o pgid= -p $$) >&2; exit 1");
        assertThatThrownBy(() -> all(transcoder, new byte[] {1}))
                .hasMessageMatching(".*pid (\\d+) and its group \\1\\b.*");
    }

    @Test
    void closing_releases_the_reader_and_the_writer() throws Exception {
        Transcoder transcoder = faked("exec sleep 1000");
        CompletableFuture<byte[]> reading = reading(transcoder);
        CompletableFuture<Boolean> writing = CompletableFuture.supplyAsync(() -> {
            boolean wanted = true;
            while (wanted) {
                wanted = transcoder.write(ByteBuffer.wrap(new byte[100_000]));
            }
            return wanted;
        });
        await().until(() -> ProcessHandle.current().children().count() == 1);
        assertThat(writing).isNotDone();
        transcoder.close();
        assertThat(writing).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(false);
        assertThat(reading)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void after_the_component_has_stopped_nothing_starts() {
        ffmpeg.close();
        Transcoder transcoder = ffmpeg.transcoder(null, MP3);
        assertThat(transcoder.write(ByteBuffer.wrap(new byte[100]))).isFalse();
        assertThatThrownBy(transcoder::read).isInstanceOf(IOException.class);
    }

    private Transcoder faked(String body) throws IOException {
        return ffmpeg.transcoder(Scripts.decoder(folder, body).toString(), MP3);
    }

    private static CompletableFuture<byte[]> reading(Transcoder transcoder) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return drained(transcoder);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static byte[] all(Transcoder transcoder, byte[] recording) throws IOException {
        transcoder.write(ByteBuffer.wrap(recording));
        transcoder.end();
        return drained(transcoder);
    }

    private static byte[] drained(Transcoder transcoder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer bytes = transcoder.read(); bytes != null; bytes = transcoder.read()) {
            out.write(bytes.array(), bytes.position(), bytes.remaining());
        }
        return out.toByteArray();
    }

    private void tick() {
        Runnable task = ticks.poll();
        if (task != null) {
            task.run();
        }
    }

    /** The spool files with a name and, on Linux, the open ones without a name. */
    private static List<Path> spools() throws IOException {
        List<Path> files = new ArrayList<>(temporaryFiles());
        if (Files.isDirectory(DESCRIPTORS)) {
            try (Stream<Path> open = Files.list(DESCRIPTORS)) {
                open.filter(TranscoderTest::isSpool).forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isSpool(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor)
                    .toString()
                    .matches(".*/elevenlabs-stt-\\d+\\.audio \\(deleted\\)");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("elevenlabs-stt-"))
                    .toList();
        }
    }
}
