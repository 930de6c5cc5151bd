package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What could not be transcribed in realtime, and who said it, comes from the batch API. */
class BatchRecipeTest extends RecipeSupport {

    private static final byte[] CALL = Tones.at(16_000)
            .say("one two three")
            .pause(Duration.ofSeconds(3))
            .say("four five six")
            .pause(Duration.ofSeconds(3))
            .say("seven eight nine")
            .wav();

    private final SttEmulator batch = SttEmulator.builder()
            .behaviour(Behaviour.prompt())
            .apiKey("batch key")
            .start();

    @BeforeEach
    void start_routes() throws Exception {
        property("batch", "127.0.0.1:" + batch.port());
        property("batch.key", "batch key");
        options().setReadRate(10);
        context.addRoutes(new BatchRoutes());
    }

    @AfterEach
    void stop_the_batch() {
        context.stop();
        batch.stop();
    }

    private String text() throws Exception {
        await().until(() -> Files.exists(outbox.resolve("call.txt")));
        return Files.readString(outbox.resolve("call.txt"));
    }

    @Test
    void the_rest_of_a_recording_comes_from_the_batch_api() throws Exception {
        emulator.script().onConnection(1).afterAudio(Duration.ofSeconds(5)).fault(new Fault.DropConnection());
        start();
        drop("call.wav", CALL);
        assertThat(text()).isEqualTo("one two three four five six seven eight nine");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_word_that_ends_a_little_later_in_the_batch_api_is_not_said_twice() {
        Exchange failed = new DefaultExchange(context);
        failed.setProperty("before", "one two");
        failed.setProperty("from", 2_000L);
        failed.getMessage()
                .setBody(Map.of(
                        "words",
                        List.of(
                                Map.of("text", "one", "start", 0.1, "end", 0.9),
                                Map.of("text", " ", "start", 0.9, "end", 1.2),
                                Map.of("text", "two", "start", 1.2, "end", 2.03),
                                Map.of("text", " ", "start", 2.03, "end", 2.4),
                                Map.of("text", "three", "start", 2.4, "end", 2.9))));
        BatchRoutes.addTheRest(failed);
        assertThat(failed.getMessage().getBody()).isEqualTo("one two three");
    }

    @Test
    void all_of_it_does_when_nothing_was_transcribed() throws Exception {
        breakEveryConnection(new Fault.DropConnection());
        start();
        drop("call.wav", CALL);
        assertThat(text()).isEqualTo("one two three four five six seven eight nine");
    }

    @Test
    void a_recording_that_is_transcribed_gets_its_speakers_later() throws Exception {
        start();
        drop("call.wav", CALL);
        assertThat(text()).isEqualTo("one two three four five six seven eight nine");
        await().until(() -> Files.exists(inbox.resolve("done/labelled/call.wav")));
        JsonNode labelled =
                new ObjectMapper().readTree(outbox.resolve("call.speakers.json").toFile());
        List<String> speakers = new ArrayList<>();
        labelled.get("words")
                .forEach(word -> speakers.add(word.get("speaker_id").asText()));
        assertThat(speakers.stream().distinct()).containsExactly("speaker_0", "speaker_1");
        assertThat(labelled.get("text").asText()).isEqualTo("one two three four five six seven eight nine");
    }

    @Test
    void a_refused_key_fails_the_file() throws Exception {
        context.getPropertiesComponent().addOverrideProperty("batch.key", "wrong");
        breakEveryConnection(new Fault.DropConnection());
        start();
        drop("call.wav", CALL);
        await().until(() -> Files.exists(inbox.resolve("failed/call.wav")));
        assertThat(outbox.resolve("call.txt")).doesNotExist();
    }

    @Test
    void broken_audio_is_not_sent_to_the_batch_api() throws Exception {
        start();
        drop("call.wav", NO_AUDIO);
        await().until(() -> Files.exists(inbox.resolve("failed/call.wav")));
        assertThat(outbox.resolve("call.txt")).doesNotExist();
    }
}
