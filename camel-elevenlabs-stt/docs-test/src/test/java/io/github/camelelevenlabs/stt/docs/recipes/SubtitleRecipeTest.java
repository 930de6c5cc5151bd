package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SubtitleRecipeTest extends RecipeSupport {

    @Test
    void a_recording_becomes_a_file_of_subtitles() throws Exception {
        context.addRoutes(new SubtitleRoutes());
        start();
        aFilmBecomesSubtitles();
    }

    @Test
    void the_yaml_route_writes_the_same() throws Exception {
        addYaml("## How do I make subtitles?");
        start();
        aFilmBecomesSubtitles();
    }

    private void aFilmBecomesSubtitles() throws Exception {
        drop("film.wav", wav("one two | three"));
        await().until(() -> Files.exists(inbox.resolve("done/film.wav")));
        assertThat(Files.readString(outbox.resolve("film.vtt")))
                .matches("WEBVTT\n\n00:00:00\\..* --> .*\none two\n\n00:00:02\\..* --> .*\nthree\n\n");
    }
}
