package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartialTranscriptTest {

    @RegisterExtension
    static final SttEmulatorExtension service = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt().with(b -> b.echoDelay(null))));

    private static RealtimeClient start(String query) {
        return RealtimeClient.start(service.emulator(), query);
    }

    @Test
    void partials_grow_with_the_audio_after_two_seconds() {
        String words = "one two three four five six seven eight nine zero star pound alpha bravo charlie delta one two "
                + "three four";
        try (RealtimeClient client = start("")) {
            client.audio(Tones.pcm(16_000, words), 3_200).commit();
            assertThat(client.nextCommitted()).isEqualTo(words);
            assertThat(client.texts("partial_transcript"))
                    .containsExactly(
                            String.join(" ", Arrays.asList(words.split(" ")).subList(0, 10)),
                            String.join(" ", Arrays.asList(words.split(" ")).subList(0, 15)),
                            words);
        }
    }

    @Test
    void partials_are_repeated_in_silence() {
        try (RealtimeClient client = start("")) {
            client.audio(Tones.at(16_000).say("one").pause(ofSeconds(4)).pcm(), 3_200)
                    .commit();
            client.nextCommitted();
            assertThat(client.texts("partial_transcript")).containsExactly("one", "one", "one");
        }
    }

    @Test
    void partials_start_again_after_a_commit() {
        try (RealtimeClient client = start("")) {
            client.audio(Tones.at(16_000).say("one").pause(ofSeconds(1)).pcm(), 3_200)
                    .commit();
            client.nextCommitted();
            client.audio(Tones.at(16_000).say("two").pause(ofSeconds(1)).pcm(), 3_200)
                    .commit();
            client.nextCommitted();
            assertThat(client.texts("partial_transcript")).containsExactly("two");
        }
    }

    @Test
    void partials_keep_a_connection_alive_on_request_while_audio_is_sent() {
        try (SttEmulator fast = SttEmulator.builder()
                        .behaviour(Behaviour.prompt().with(b -> b.idleTimeout(Duration.ofHours(1))))
                        .speed(100)
                        .start();
                RealtimeClient client = RealtimeClient.start(fast, "keepalive_interval_ms=500")) {
            await().until(() -> {
                client.audio(new byte[32]);
                return !client.all("partial_transcript").isEmpty();
            });
            assertThat(client.next("partial_transcript").get("text").asText()).isEmpty();
            assertThat(fast.sessions().get(0).audioDuration()).isLessThan(ofSeconds(2));
        }
    }
}
