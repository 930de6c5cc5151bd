package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMistakesTest {

    @RegisterExtension
    static final SttEmulatorExtension service = new SttEmulatorExtension();

    private static final SttEmulator emulator = service.emulator();

    private static String rule() {
        await().until(() -> !service.violations().isEmpty());
        return service.violations().get(0).rule();
    }

    private static void staysOpen(RealtimeClient client) {
        client.audio(Tones.pcm(16_000, "nine nine")).commit();
        assertThat(client.nextCommitted()).isEqualTo("nine nine");
    }

    @Test
    void another_message_type_is_an_input_error() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.send("{\"message_type\":\"commit\"}");
            assertThat(client.next("input_error").get("error").asText()).isEqualTo("Unexpected message type: commit");
            staysOpen(client);
        }
        assertThat(service.violations())
                .containsExactly(new Violation(1, "unknown-message-type", "commit", "{\"message_type\":\"commit\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"flush\"}",
                "flush",
                "[]",
                "",
                "{\"message_type\":\"input_audio_chunk\"",
                "{\"message_type\":\"input_audio_chunk\",\"commit\":true}",
                "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\",\"commit\":\"yes\"}",
                "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":null}",
                "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\",\"sample_rate\":\"16000\"}",
                "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\"} {}"
            })
    void a_malformed_message_is_an_input_error(String text) {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.send(text);
            assertThat(client.next("input_error").get("error").asText())
                    .isEqualTo("Message must be a valid protocol message");
            staysOpen(client);
        }
        assertThat(rule()).isEqualTo("malformed-message");
    }

    @Test
    void bad_base64_is_an_input_error() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.send("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"?%&\"}");
            client.next("input_error");
            staysOpen(client);
        }
        assertThat(rule()).isEqualTo("bad-base64");
    }

    @Test
    void a_binary_frame_is_refused() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.binary(new byte[320]);
            client.next("input_error");
            staysOpen(client);
        }
        assertThat(service.violations()).containsExactly(new Violation(1, "binary-frame", "320 bytes"));
    }

    @Test
    void optional_fields_may_be_missing_or_null_and_unknown_ones_are_ignored() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.send(RealtimeClient.chunkOf(Tones.pcm(16_000, "one two")).putNull("previous_text"));
            client.send(RealtimeClient.chunkOf(Tones.pcm(16_000, "three"))
                    .putNull("previous_text")
                    .put("sample_rate", 16_000)
                    .put("later", "x")
                    .put("commit", true));
            assertThat(client.nextCommitted()).isEqualTo("one two three");
        }
        assertThat(service.violations()).isEmpty();
    }

    @Test
    void previous_text_is_accepted_with_the_first_message_even_if_it_is_empty() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.previousText("so far");
            staysOpen(client);
        }
        assertThat(service.sessions().get(0).previousText()).isEqualTo("so far");
        assertThat(service.violations()).isEmpty();
    }

    @Test
    void late_previous_text_drops_the_audio_of_its_message() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(Tones.pcm(16_000, "one two"));
            client.send(RealtimeClient.chunkOf(Tones.pcm(16_000, "three")).put("previous_text", "so far"));
            client.audio(Tones.pcm(16_000, "four")).commit();
            assertThat(client.next("input_error").get("error").asText())
                    .isEqualTo("previous_text can only be set on the first audio chunk");
            assertThat(client.nextCommitted()).isEqualTo("one two four");
        }
        assertThat(rule()).isEqualTo("late-previous-text");
        assertThat(service.sessions().get(0).audioDuration()).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void long_previous_text_is_noted() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.previousText("x".repeat(51));
            assertThat(rule()).isEqualTo("long-previous-text");
        }
    }

    @Test
    void an_odd_byte_of_pcm_is_noted() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(new byte[641]);
            assertThat(rule()).isEqualTo("odd-byte-count");
        }
    }

    @Test
    void more_than_a_second_in_one_message_is_noted() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(new byte[32_002]);
            assertThat(rule()).isEqualTo("chunk-too-long");
        }
    }

    @Test
    void another_sample_rate_than_that_of_the_address_is_noted_once_and_ignored() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.send(RealtimeClient.chunkOf(Tones.pcm(16_000, "one")).put("sample_rate", 8_000));
            client.send(RealtimeClient.chunkOf(Tones.pcm(16_000, "two")).put("sample_rate", 8_000));
            client.commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
        }
        assertThat(service.violations()).hasSize(1);
        assertThat(rule()).isEqualTo("sample-rate-differs");
    }

    @Test
    void audio_before_the_session_has_started_is_noted_and_transcribed() {
        try (SttEmulator slow = SttEmulator.builder()
                        .behaviour(Behaviour.prompt().with(b -> b.sessionStartedDelay(Duration.ofMillis(300))))
                        .start();
                RealtimeClient client = RealtimeClient.connect(slow, "")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
            assertThat(client.types()).startsWith("session_started");
            assertThat(slow.violations())
                    .extracting(Violation::rule, Violation::detail)
                    .containsExactly(tuple("audio-before-session-started", "12800 bytes"));
        }
    }

    @Test
    void a_second_commit_before_the_first_is_answered_is_noted() {
        try (SttEmulator slow = SttEmulator.builder()
                        .behaviour(Behaviour.prompt().with(b -> b.commitToPlain(Duration.ofMillis(300))))
                        .start();
                RealtimeClient client = RealtimeClient.start(slow, "")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            client.audio(Tones.pcm(16_000, "three four")).commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
            assertThat(client.nextCommitted()).isEqualTo("three four");
            assertThat(slow.violations()).extracting(Violation::rule).containsExactly("commits-overlap");
        }
    }

    @Test
    void a_commit_of_35_seconds_is_noted() {
        try (RealtimeClient client = RealtimeClient.start(emulator, "")) {
            client.audio(new byte[35 * 32_000], 32_000).commit();
            client.nextCommitted();
        }
        assertThat(service.violations())
                .extracting(Violation::rule, Violation::detail)
                .containsExactly(tuple("commit-too-late", "35000 ms of uncommitted audio"));
    }

    @Test
    void a_commit_of_35_seconds_in_the_middle_of_speech_can_silence_the_session() {
        try (SttEmulator stalling = SttEmulator.builder()
                        .behaviour(Behaviour.prompt().with(b -> b.muteStall(true)))
                        .start();
                RealtimeClient client = RealtimeClient.start(stalling, "audio_format=pcm_8000")) {
            Tones tones = Tones.at(8_000).pace(Duration.ofMillis(900), Duration.ofMillis(100));
            client.audio(tones.say("one ".repeat(35)).pcm(), 8_000).commit();
            client.ping("there?");
            await().until(() -> client.pongs().contains("there?"));
            assertThat(client.all("committed_transcript")).isEmpty();
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void vanishing_without_a_close_frame_is_noted() {
        RealtimeClient client = RealtimeClient.start(emulator, "");
        client.vanish();
        assertThat(rule()).isEqualTo("no-close-handshake");
        assertThat(service.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.LOST);
    }

    @Test
    void a_large_message_in_many_fragments_is_put_together() {
        byte[] audio = Arrays.copyOf(Tones.pcm(48_000, "one two"), 96_000);
        try (RealtimeClient client = RealtimeClient.start(emulator, "audio_format=pcm_48000")) {
            client.sendInFragments(RealtimeClient.chunkOf(audio).toString(), 1_000)
                    .commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
        }
    }
}
