package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Missed;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client messages that the service accepts and refuses, one test for each documented behaviour. */
class ChecklistOfClientMessagesTest {
    private final ServiceOnDesk service = ServiceOnDesk.asMeasured();

    private static void staysOpen(ClientOnDesk client) {
        client.silence(ofMillis(400)).commit().after(ofSeconds(1));
        assertThat(client.types()).contains("committed_transcript");
        assertThat(client.end()).isEqualTo("open");
    }

    @ParameterizedTest
    @EnumSource(RawFormat.class)
    void seconds_are_counted_from_the_bytes_and_the_format_of_the_address(RawFormat format) {
        ClientOnDesk client = service.start("audio_format=" + format.wireName());
        byte[] oneSecond = new byte[format.sampleRate() * (format == RawFormat.ULAW_8000 ? 1 : 2)];
        client.send(RealtimeClient.chunkOf(oneSecond).put("sample_rate", 12_345).toString());
        assertThat(client.record().audioDuration()).isEqualTo(ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"flush\"}", "not json", "[1]", "{\"message_type\":\"input_audio_chunk\"}"})
    void a_malformed_message_is_an_input_error_and_the_session_stays_open(String text) {
        ClientOnDesk client = service.start("").send(text);
        assertThat(client.texts("input_error")).containsExactly("Message must be a valid protocol message");
        assertThat(service.violations()).containsExactly("malformed-message");
        staysOpen(client);
    }

    @Test
    void another_type_is_an_input_error_that_names_it() {
        ClientOnDesk client = service.start("").send("{\"message_type\":\"commit\"}");
        assertThat(client.texts("input_error")).containsExactly("Unexpected message type: commit");
        staysOpen(client);
    }

    @Test
    void an_input_error_can_close_the_session() {
        ClientOnDesk client =
                ServiceOnDesk.with(Quirks.of(q -> q.inputErrorCloses(true))).start("");
        client.send("{\"message_type\":\"commit\"}");
        assertThat(client.types()).containsExactly("session_started", "input_error");
        assertThat(client.end()).isEqualTo("1008 input_error");
    }

    @Test
    void a_binary_frame_is_refused() {
        ClientOnDesk client = service.start("").binary(640);
        assertThat(client.texts("input_error")).containsExactly("Message must be a valid protocol message");
        assertThat(client.record().samples()).isZero();
        staysOpen(client);
    }

    @Test
    void bad_base64_is_an_input_error() {
        ClientOnDesk client =
                service.start("").send("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"?%&\"}");
        assertThat(client.texts("input_error")).containsExactly("audio_base_64 must be valid base64");
        staysOpen(client);
    }

    @Test
    void commit_and_sample_rate_may_be_missing_and_previous_text_null() {
        ClientOnDesk client = service.start("");
        client.send(RealtimeClient.chunkOf(new byte[3_200]).toString());
        client.send(
                RealtimeClient.chunkOf(new byte[3_200]).putNull("previous_text").toString());
        assertThat(client.types()).containsExactly("session_started");
        assertThat(client.record().audioDuration()).isEqualTo(ofMillis(200));
    }

    @Test
    void commit_and_sample_rate_can_be_required() {
        ClientOnDesk client =
                ServiceOnDesk.with(Quirks.of(q -> q.everyFieldRequired(true))).start("");
        client.send(RealtimeClient.chunkOf(new byte[3_200]).put("commit", false).toString());
        client.send(RealtimeClient.chunkOf(new byte[3_200])
                .put("commit", false)
                .put("sample_rate", 16_000)
                .toString());
        assertThat(client.types()).containsExactly("session_started", "input_error");
        assertThat(client.record().audioDuration()).isEqualTo(ofMillis(100));
    }

    @Test
    void previous_text_after_the_first_message_is_an_error_and_drops_that_audio() {
        ClientOnDesk client = service.start("").keepalive();
        client.send(RealtimeClient.chunkOf(new byte[3_200])
                .put("previous_text", "so far")
                .toString());
        assertThat(client.texts("input_error"))
                .containsExactly("previous_text can only be set on the first audio chunk");
        assertThat(client.record().samples()).isZero();
        staysOpen(client);
    }

    @Test
    void an_empty_chunk_resets_the_idle_timer_and_adds_no_audio() {
        ClientOnDesk client = service.start("");
        client.after(ofSeconds(14)).keepalive().afterMillis(14_999);
        assertThat(client.end()).isEqualTo("open");
        assertThat(client.record().audioDuration()).isZero();
        assertThat(client.afterMillis(1).end()).isEqualTo("1000");
        assertThat(client.endedAt()).isEqualTo(29_200);
    }

    @Test
    void a_ping_resets_nothing() {
        ClientOnDesk client = service.start("");
        client.after(ofSeconds(14)).pingService().after(ofSeconds(1));
        assertThat(client.end()).isEqualTo("1000");
        assertThat(client.types()).containsExactly("session_started");
        assertThat(service.violations()).containsExactly("idle");
    }

    @Test
    void a_chunk_over_a_limit_can_be_refused() {
        ClientOnDesk client = ServiceOnDesk.with(Behaviour.service().with(b -> b.chunkLimitAudio(ofSeconds(1))))
                .start("");
        client.chunk(new byte[32_000], false).chunk(new byte[32_002], false);
        assertThat(client.types()).containsExactly("session_started", "chunk_size_exceeded");
        assertThat(client.end()).isEqualTo("1009 chunk_size_exceeded");
    }

    @Test
    void a_violation_shows_the_beginning_of_its_message_without_audio_and_credentials() {
        ClientOnDesk client = service.start("");
        client.send("{\"message_type\":\"start\",\"xi_api_key\":\"sk_secret\",\"audio\":\"" + "AAAA".repeat(1_000)
                + "\",\"note\":\"" + "long ".repeat(100) + "\"}");
        String message = client.record().violations().get(0).message();
        assertThat(message)
                .startsWith("{\"message_type\":\"start\",\"xi_api_key\":\"***\","
                        + "\"audio\":\"AAAAAAAA…(4000 characters)\",\"note\":\"long long ")
                .endsWith("…")
                .hasSize(201);
    }

    @Test
    void a_credential_in_the_wrong_parameter_is_not_shown() {
        ClientOnDesk client = service.start("xi-api-key=sk_secret&apiKey=sk_secret");
        assertThat(client.record().violations())
                .extracting(Violation::detail)
                .containsExactly("apiKey=[***]", "xi-api-key=[***]");
    }

    @Test
    void answers_missed_by_an_early_close_are_recorded_and_are_no_violation() {
        ClientOnDesk tooEarly = service.start("").say("one two").commit().closeNormally();
        ClientOnDesk uncommitted = service.start("").say("one").closeNormally();
        ClientOnDesk good = service.start("").say("one two").commit().after(ofSeconds(1));
        good.silence(ofSeconds(1)).closeNormally();
        assertThat(tooEarly.record().missed()).isEqualTo(Missed.ANSWER);
        assertThat(uncommitted.record().missed()).isEqualTo(Missed.OPEN_SEGMENT);
        assertThat(good.record().missed()).isEqualTo(Missed.NOTHING);
        assertThat(service.violations()).isEmpty();
    }

    @Test
    void every_rule_states_the_reaction_of_the_service() {
        service.start("").commit();
        assertThat(service.start("nobody=1").record().violations())
                .extracting(Violation::consequence)
                .containsExactly(Violation.Consequence.IGNORED);
        assertThat(Violation.Rule.COMMIT_UNDER_FLOOR.consequence()).isEqualTo(Violation.Consequence.ENDS_THE_SESSION);
    }
}
