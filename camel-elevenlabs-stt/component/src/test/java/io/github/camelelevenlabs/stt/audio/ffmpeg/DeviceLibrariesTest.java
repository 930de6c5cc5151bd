package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DeviceLibrariesTest {

    @TempDir
    Path folder;

    private Path madeUp() {
        return folder.resolve("made-up");
    }

    private DeviceLibraries.Folder createMadeUp() throws IOException {
        return new DeviceLibraries.Folder(Files.createDirectory(madeUp()), false);
    }

    /**
     * A program that starts only if each of these is in a folder of the library path; otherwise it prints the message
     * of the dynamic linker.
     */
    private FfmpegProgram needing(String... libraries) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        for (String library : libraries) {
            script.append("[ -f \"${LD_LIBRARY_PATH##*:}/")
                    .append(library)
                    .append("\" ] || { echo \"$0: error while loading shared libraries: ")
                    .append(library)
                    .append(": cannot open shared object file: No such file or directory\" >&2; exit 127; }\n");
        }
        script.append("echo ffmpeg version of a test\n");
        Path program = Files.writeString(folder.resolve("ffmpeg"), script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new FfmpegProgram(program, List.of(folder));
    }

    @Test
    void missing_libraries_for_sound_cards_and_screens_are_replaced() throws Exception {
        FfmpegProgram program = DeviceLibraries.madeUpFor(
                needing("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0"), this::createMadeUp);
        assertThat(program.failureToRun()).isEmpty();
        assertThat(program.libraries()).containsExactly(folder, madeUp());
        assertThat(madeUp().toFile().list())
                .containsExactlyInAnyOrder("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0");
    }

    @Test
    void without_missing_libraries_nothing_is_replaced() throws Exception {
        FfmpegProgram program = needing();
        assertThat(DeviceLibraries.madeUpFor(program, this::createMadeUp)).isEqualTo(program);
        assertThat(madeUp()).doesNotExist();
    }

    @Test
    void a_library_that_decoding_needs_is_not_replaced() throws Exception {
        FfmpegProgram program = DeviceLibraries.madeUpFor(needing("libstdc++.so.6"), this::createMadeUp);
        assertThat(program.failureToRun())
                .hasValueSatisfying(
                        output -> assertThat(output).contains("error while loading shared libraries: libstdc++.so.6"));
        assertThat(madeUp()).doesNotExist();
    }

    @Test
    void replacements_are_in_a_folder_of_our_own() throws Exception {
        Path own = DeviceLibraries.folder(folder.toString(), "linux-x86_64").path();
        assertThat(own).isEqualTo(folder.resolve(".cache/camel-elevenlabs-stt/ffmpeg/linux-x86_64"));
        assertThat(own).isDirectory();
        assertThat(DeviceLibraries.folder(folder.toString(), "linux-x86_64"))
                .isEqualTo(new DeviceLibraries.Folder(own, false));
    }

    /**
     * The JDK's home of a user without one is a question mark, for which any relative path stands here: not every system allows that
     * one in a path. A file stands for what cannot be written.
     */
    @Test
    void without_a_home_replacements_are_in_a_temporary_folder_that_only_this_user_sees() throws Exception {
        String file = Files.createFile(folder.resolve("home")).toString();
        for (String home : List.of("no-home", file)) {
            DeviceLibraries.Folder made = DeviceLibraries.folder(home, "linux-x86_64");
            assertThat(made.temporary()).isTrue();
            Path temporary = made.path();
            assertThat(temporary.getFileName().toString()).startsWith("camel-elevenlabs-stt-ffmpeg-");
            assertThat(temporary).isEmptyDirectory();
            Files.delete(temporary);
        }
        assertThat(Path.of("no-home")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_dynamic_linker_accepts_an_empty_library() throws Exception {
        Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
        byte[] header = Files.readAllBytes(java);
        short machine = (short) (header[18] & 0xFF | header[19] << 8);
        Path library = Files.write(folder.resolve("libpulse.so.0"), EmptyLibrary.of("libpulse.so.0", machine));
        ProcessBuilder command = new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true);
        command.environment().put("LD_PRELOAD", library.toString());
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).doesNotContain("preloaded").doesNotContain("libpulse");
    }

    @Test
    void the_missing_version_of_an_empty_library_is_not_a_complaint() throws Exception {
        Path program = Scripts.write(
                folder,
                "echo 'ffmpeg: /x/libpulse.so.0: no version information available (required by /y/libavdevice.so.62)' >&2;"
                        + " echo 'no such codec' >&2; exit 1");
        assertThat(new FfmpegProgram(program, List.of()).failureToRun()).isEqualTo(Optional.of("no such codec"));
    }
}
