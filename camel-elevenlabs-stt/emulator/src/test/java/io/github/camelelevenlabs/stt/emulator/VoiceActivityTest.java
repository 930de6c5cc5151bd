package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VoiceActivityTest {

    @RegisterExtension
    static final SttEmulatorExtension service = new SttEmulatorExtension();

    private static RealtimeClient start(String query) {
        return RealtimeClient.start(service.emulator(), "commit_strategy=vad" + query);
    }

    @Test
    void commits_at_pauses_and_leaves_the_last_segment_open() {
        try (RealtimeClient client = start("")) {
            client.audio(Tones.pcm(16_000, "one two | three four | five six"), 3_200);
            assertThat(client.nextCommitted()).isEqualTo("one two");
            assertThat(client.nextCommitted()).isEqualTo("three four");
            client.commit();
            assertThat(client.nextCommitted()).isEqualTo("five six");
            assertThat(client.texts("committed_transcript")).hasSize(3);
        }
        assertThat(service.violations()).isEmpty();
    }

    @Test
    void commits_a_tenth_of_a_second_after_the_configured_silence() {
        try (RealtimeClient client = start("&vad_silence_threshold_secs=0.5")) {
            client.audio(Tones.at(16_000).say("one").pause(ofSeconds(1)).pcm());
            client.nextCommitted();
        }
        Commit commit = service.sessions().get(0).commits().get(0);
        assertThat(commit.by()).isEqualTo(Commit.By.VAD);
        assertThat((double) commit.position().toMillis()).isCloseTo(700, within(20.0));
    }

    @Test
    void a_shorter_pause_does_not_commit() {
        try (RealtimeClient client = start("")) {
            client.audio(Tones.at(16_000)
                    .say("one")
                    .pause(ofMillis(1_300))
                    .say("two")
                    .pause(ofSeconds(2))
                    .pcm());
            assertThat(client.nextCommitted()).isEqualTo("one two");
        }
    }

    @Test
    void sound_shorter_than_configured_is_no_speech() {
        Tones tones = Tones.at(16_000).pace(ofMillis(100), ofMillis(50));
        try (RealtimeClient client = start("&min_speech_duration_ms=400")) {
            client.audio(tones.say("one | two three four five six |").pcm(), 3_200);
            assertThat(client.nextCommitted()).isEqualTo("one two three four five six");
        }
    }

    @Test
    void a_client_may_also_commit() {
        try (RealtimeClient client = start("")) {
            client.audio(Tones.pcm(16_000, "one two")).commit();
            assertThat(client.nextCommitted()).isEqualTo("one two");
            client.audio(Tones.pcm(16_000, "| three |"));
            assertThat(client.nextCommitted()).isEqualTo("three");
        }
    }

    @Test
    void a_client_commit_right_after_one_of_the_service_is_throttled() {
        try (RealtimeClient client = start("")) {
            client.audio(Tones.at(16_000).say("one").pause(ofMillis(1_600)).pcm())
                    .commit();
            assertThat(client.next("commit_throttled").get("error").asText()).contains("only 0.10s");
        }
    }

    @Test
    void speech_without_a_pause_is_committed_for_its_length() {
        Tones tones = Tones.at(8_000).pace(ofMillis(900), ofMillis(100));
        try (RealtimeClient client = start("&audio_format=pcm_8000")) {
            client.audio(tones.say("one ".repeat(38)).pcm(), 8_000);
            assertThat(client.nextCommitted().split(" ")).hasSize(37);
        }
        Commit commit = service.sessions().get(0).commits().get(0);
        assertThat(commit.by()).isEqualTo(Commit.By.LENGTH);
        assertThat(commit.position()).isBetween(Duration.ofMillis(36_400), Duration.ofMillis(36_600));
    }

    @Test
    void silence_is_never_committed() {
        try (RealtimeClient client = start("&audio_format=pcm_8000")) {
            client.audio(new byte[40 * 16_000], 16_000);
            client.audio(Tones.pcm(8_000, "nine |"));
            assertThat(client.nextCommitted()).isEqualTo("nine");
        }
        assertThat(service.sessions().get(0).commits()).hasSize(1);
    }
}
