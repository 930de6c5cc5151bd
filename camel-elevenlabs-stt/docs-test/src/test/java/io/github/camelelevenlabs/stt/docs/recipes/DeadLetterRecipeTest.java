package io.github.camelelevenlabs.stt.docs.recipes;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterRecipeTest extends RecipeSupport {

    @TempDir
    private Path dead;

    @BeforeEach
    void addRecipe() throws Exception {
        property("dead", dead);
        property("pause", 1);
        context.addRoutes(new DeadLetterRoutes());
    }

    @Test
    void a_retryable_error_is_retried() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new DropConnection());
        start();
        drop("call.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(dead).isEmptyDirectory();
    }

    @Test
    void an_error_that_persists_gives_a_dead_letter_after_four_sessions() throws Exception {
        breakEveryConnection(new DropConnection());
        start();
        aDeadLetter("one two", "connection_lost after 0 ms: ");
        assertThat(emulator.sessions()).hasSize(4);
    }

    @Test
    void a_final_error_gives_a_dead_letter_with_the_transcribed_text_at_once() throws Exception {
        // Two seconds between the answer to the first words and the fault.
        options().setReadRate(1);
        emulator.script().afterAudio(ofSeconds(4)).fault(ServiceError.QUOTA_EXCEEDED.asSeen());
        start();
        String reason = aDeadLetter("one two | | three", "quota_exceeded after ");
        assertThat(reason).contains("You have exceeded your quota").endsWith("\none two");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_recording_whose_dead_letter_cannot_be_written_goes_to_failed() throws Exception {
        Files.createDirectories(dead.resolve("call.wav/in the way"));
        breakEveryConnection(ServiceError.QUOTA_EXCEEDED.asSeen());
        start();
        drop("call.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve("failed/call.wav")));
    }

    private String aDeadLetter(String words, String beginning) throws Exception {
        byte[] audio = wav(words);
        drop("call.wav", audio);
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(dead.resolve("call.wav")).hasBinaryContent(audio);
        String reason = Files.readString(dead.resolve("call.wav.reason"));
        assertThat(reason).startsWith(beginning);
        return reason;
    }
}
