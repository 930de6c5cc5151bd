package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that ends in the middle of recordings without stopping anything first: one ffmpeg waits for input, two wait
 * until their output is read, and one file is incomplete.
 */
class JvmExitIT {

    @TempDir
    Path folder;

    @Test
    void a_jvm_that_exits_leaves_no_process_and_no_file_behind() throws Exception {
        Process jvm = start("exit");
        List<ProcessHandle> decoders = decoders(jvm);
        assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(decoders).noneMatch(ProcessHandle::isAlive));
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void a_jvm_that_is_killed_leaves_no_process_and_on_linux_no_file_behind() throws Exception {
        Process jvm = start("hang");
        List<ProcessHandle> decoders = decoders(jvm);
        jvm.destroyForcibly().waitFor();
        await().untilAsserted(() -> assertThat(decoders).noneMatch(ProcessHandle::isAlive));
        if (OS.LINUX.isCurrentOs()) {
            assertThat(temporaryFiles()).isEmpty();
        }
    }

    private Process start(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Djava.io.tmpdir=" + folder,
                        EndlessDecoder.class.getName(),
                        how)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /** The processes and the file that it reports; all are still there. */
    private static List<ProcessHandle> decoders(Process jvm) {
        BufferedReader said = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        List<ProcessHandle> decoders = said.lines()
                .takeWhile(line -> !line.equals("ready"))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .flatMap(Optional::stream)
                .toList();
        assertThat(decoders).hasSize(3);
        return decoders;
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("elevenlabs-stt-"))
                    .toList();
        }
    }
}
