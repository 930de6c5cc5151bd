package io.github.camelelevenlabs.stt.example.subtitles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileToSubtitlesTest {

    @TempDir
    private Path folder;

    private final List<String> console = new CopyOnWriteArrayList<>();
    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();

    @AfterEach
    void stopEmulator() {
        emulator.stop();
    }

    @Test
    void every_recording_of_the_folder_becomes_two_files_of_subtitles() throws Exception {
        Path recordings = Files.createDirectory(folder.resolve("recordings"));
        Path subtitles = folder.resolve("subtitles");
        Files.write(
                recordings.resolve("a.wav"),
                Tones.at(16_000).say("one two | three").wav());
        Files.write(recordings.resolve("b.WAV"), Tones.at(16_000).say("four").wav());
        Files.writeString(recordings.resolve("c.wav"), "La la la, sang the wave");
        Files.writeString(recordings.resolve("notes.txt"), "no recording");

        Main application = FileToSubtitles.application(recordings, subtitles, console::add);
        FileToSubtitles.useEmulator(application, emulator.uri());
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> application.run());

        assertThat(subtitles)
                .isDirectoryContaining("glob:**/a.srt")
                .isDirectoryContaining("glob:**/a.vtt")
                .isDirectoryContaining("glob:**/b.srt")
                .isDirectoryContaining("glob:**/b.vtt");
        assertThat(Files.readString(subtitles.resolve("a.srt")))
                .matches("1\n00:00:00,.* --> 00:00:01,.*\none two\n\n2\n00:00:02,.* --> .*\nthree\n\n");
        assertThat(Files.readString(subtitles.resolve("b.vtt"))).matches("WEBVTT\n\n00:00:00\\..* --> .*\nfour\n\n");
        assertThat(console)
                .contains("a.wav 00:00  one two", "a.wav 00:02  three")
                .anyMatch(line -> line.endsWith("b.WAV is done: 0 s of audio are b.srt and b.vtt"))
                .anyMatch(line -> line.contains("c.wav has no subtitles: "))
                .last()
                .asString()
                .startsWith("[3/3] ");
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void the_readme_shows_the_routes_of_this_example() throws Exception {
        Path module = Path.of(System.getProperty("basedir", "."));
        String readme = Files.readString(module.resolve("README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n"));
        String routes = Files.readString(
                module.resolve("src/main/java/io/github/camelelevenlabs/stt/example/subtitles/SubtitleRoutes.java"));
        assertThat(withoutSpace(routes)).contains(withoutSpace(shown));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
