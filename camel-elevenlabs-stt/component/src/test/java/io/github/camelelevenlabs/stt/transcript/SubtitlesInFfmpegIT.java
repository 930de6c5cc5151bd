package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ffmpeg reads our subtitle files. */
class SubtitlesInFfmpegIT {

    private static final Pattern CUE = Pattern.compile("^[\\d:.,]+ --> [\\d:.,]+$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    static Stream<String> subtitles() {
        // For a file without cues ffmpeg reports that there are none.
        return Goldens.names()
                .flatMap(name -> Stream.of(name + ".srt", name + ".vtt"))
                .filter(file -> cues(Goldens.read(file)) > 0);
    }

    @ParameterizedTest
    @MethodSource("subtitles")
    void ffmpeg_loads_every_cue_without_complaint(String file) throws Exception {
        Path converted = folder.resolve(file.endsWith(".srt") ? "converted.vtt" : "converted.srt");
        assertThat(Encoder.convert(Goldens.FOLDER.resolve(file), converted)).isEmpty();
        assertThat(cues(Files.readString(converted))).isEqualTo(cues(Goldens.read(file)));
    }

    private static long cues(String subtitles) {
        return CUE.matcher(subtitles).results().count();
    }
}
