package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class FolderRecipeTest extends RecipeSupport {

    private static final String HEADING = "## How do I transcribe the recordings of a folder?";

    @Test
    void recordings_become_texts_and_other_files_go_to_failed() throws Exception {
        context.addRoutes(new FolderRoutes());
        start();
        recordingsBecomeTexts();
    }

    @Test
    void the_yaml_route_does_the_same() throws Exception {
        addYaml(HEADING);
        start();
        recordingsBecomeTexts();
    }

    @Test
    void a_recording_whose_text_cannot_be_written_goes_to_failed() throws Exception {
        Files.createDirectory(outbox.resolve("call.txt"));
        context.addRoutes(new FolderRoutes());
        start();
        drop("call.wav", wav("one"));
        await().until(() -> Files.exists(inbox.resolve("failed/call.wav")));
    }

    private void recordingsBecomeTexts() throws Exception {
        drop("call.wav", wav("one two"));
        drop("talk.wav", wav("three four"));
        drop("broken.wav", NO_AUDIO);
        await().until(() -> Files.exists(inbox.resolve("done/call.wav"))
                && Files.exists(inbox.resolve("done/talk.wav"))
                && Files.exists(inbox.resolve("failed/broken.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(outbox.resolve("talk.txt")).hasContent("three four");
    }
}
