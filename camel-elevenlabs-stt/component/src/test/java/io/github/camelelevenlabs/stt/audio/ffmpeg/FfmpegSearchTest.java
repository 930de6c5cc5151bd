package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegSearch.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegSearchTest {

    @TempDir
    Path folder;

    @Test
    void the_one_that_maven_brings_runs() throws Exception {
        FfmpegProgram program = new FfmpegSearch().find(null);
        assertThat(program.executable().toString()).contains("org/bytedeco/ffmpeg");
    }

    @Test
    void the_one_that_is_named_comes_first() throws Exception {
        Path named = Scripts.write(folder, "exit 0");
        assertThat(new FfmpegSearch().find(named.toString()).executable()).isEqualTo(named);
    }

    @Test
    void one_that_was_named_and_does_not_run_is_not_replaced_by_another() throws Exception {
        Path broken = Scripts.write(folder, "echo 'missing libva.so.2' >&2; exit 127");
        Path text = Files.writeString(folder.resolve("text"), "no program");
        for (String named : new String[] {broken.toString(), text.toString(), "/no/such/ffmpeg"}) {
            assertThatExceptionOfType(AudioException.class)
                    .isThrownBy(() -> new FfmpegSearch().find(named))
                    .withMessageStartingWith("ffmpegPath=" + named + " is no ffmpeg that runs: ");
        }
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> new FfmpegSearch().find(broken.toString()))
                .withMessageEndingWith("missing libva.so.2");
    }

    @Test
    void when_there_is_none_the_three_places_are_named() {
        FfmpegSearch nowhere = new FfmpegSearch(List.of(
                new Place("org.bytedeco:ffmpeg on the class path", Optional::empty),
                new Place("ffmpeg on PATH", Optional::empty)));
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> nowhere.find(null))
                .withMessageContaining("ffmpegPath")
                .withMessageContaining("org.bytedeco:ffmpeg on the class path (there is none)")
                .withMessageContaining("ffmpeg on PATH (there is none)");
    }

    @Test
    void one_that_does_not_run_is_passed_over() throws Exception {
        FfmpegProgram broken = new FfmpegProgram(Scripts.write(folder, "exit 1"), List.of());
        FfmpegProgram runs = Encoder.program();
        FfmpegSearch search = new FfmpegSearch(
                List.of(new Place("broken", () -> Optional.of(broken)), new Place("runs", () -> Optional.of(runs))));
        assertThat(search.find(null)).isEqualTo(runs);
    }
}
