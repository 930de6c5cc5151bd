package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour of the service until a session has started, one test for each. HTTP is the subject of HandshakeTest. */
class ChecklistOfTheHandshakeTest {

    private static ClientOnDesk refused(ServiceOnDesk service, String query) {
        return service.connect(query).after(ofSeconds(1));
    }

    private static ClientOnDesk refused(Consumer<Quirks.Builder> quirks, String query) {
        return refused(ServiceOnDesk.with(Quirks.of(quirks)), query);
    }

    @Test
    void a_session_starts_after_200_ms() {
        assertThat(ServiceOnDesk.asMeasured().start("").log()).containsExactly("200 session_started");
    }

    @Test
    void a_wrong_key_is_reported_by_auth_error_and_a_close_with_1000_and_no_reason() {
        ClientOnDesk client = refused(ServiceOnDesk.withKey("secret"), "");
        assertThat(client.log()).containsExactly("200 auth_error You must be authenticated to use this endpoint.");
        assertThat(client.end()).isEqualTo("1000");
    }

    @Test
    void bad_parameters_are_reported_by_invalid_request_and_a_close_with_1008_and_that_reason() {
        ClientOnDesk client = refused(ServiceOnDesk.asMeasured(), "commit_strategy=auto");
        assertThat(client.types()).containsExactly("invalid_request");
        assertThat(client.end()).isEqualTo("1008 invalid_request");
    }

    @Test
    void a_key_or_a_token_is_enough_and_the_token_takes_precedence() {
        ServiceOnDesk service = ServiceOnDesk.withKey("key");
        assertThat(service.start("").types()).containsExactly("session_started");
        String token = service.mintToken("key");
        assertThat(service.connect("token=" + token, Map.of())
                        .after(ofSeconds(1))
                        .types())
                .containsExactly("session_started");
        assertThat(refused(service, "token=sutkn_wrong").types()).containsExactly("auth_error");
    }

    @Test
    void a_token_is_spent_by_its_first_upgrade() {
        ServiceOnDesk service = ServiceOnDesk.withKey("key");
        String token = service.mintToken("key");
        service.connect("token=" + token + "&commit_strategy=auto");
        assertThat(refused(service, "token=" + token).types()).containsExactly("auth_error");
    }

    @Test
    void a_token_expires_after_15_minutes() {
        ServiceOnDesk service = ServiceOnDesk.withKey("key");
        String inTime = service.mintToken("key");
        String late = service.mintToken("key");
        service.time.advance(ofMinutes(15));
        assertThat(service.start("token=" + inTime).types()).containsExactly("session_started");
        assertThat(refused(service, "token=" + late).types()).containsExactly("auth_error");
    }

    @Test
    void keyterms_are_repeated_and_keyterms_with_brackets_are_ignored() {
        JsonNode config = ServiceOnDesk.asMeasured()
                .start("keyterms=a&keyterms=b%20c&keyterms%5B%5D=d")
                .last("session_started")
                .get("config");
        assertThat(config.get("keyterms").toString()).isEqualTo("[\"a\",\"b c\"]");
    }

    @Test
    void a_json_array_of_keyterms_is_one_long_keyterm() {
        assertThat(refused(ServiceOnDesk.asMeasured(), "keyterms=%5B%22Karlsson%22,%22Bullerbyn%22%5D")
                        .texts("invalid_request"))
                .containsExactly(
                        "Each keyterm must be at most 20 characters. '[\"Karlsson\",\"Bullerbyn\"]' is 24 characters.");
    }

    @Test
    void bad_keyterms_can_leave_a_session_without_any() {
        ClientOnDesk client = refused(q -> q.badKeytermsIgnored(true), "keyterms=this%20is%20much%20too%20long");
        assertThat(client.last("session_started").get("config").get("keyterms")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vad_silence_threshold_secs=0.3",
                "vad_silence_threshold_secs=3.0",
                "vad_threshold=0.1",
                "vad_threshold=0.9",
                "min_speech_duration_ms=50",
                "min_speech_duration_ms=2000",
                "min_silence_duration_ms=50",
                "min_silence_duration_ms=2000",
                "keepalive_interval_ms=500",
                "keepalive_interval_ms=10000",
                "filter_background_audio=true&include_language_detection=true",
                "model_id=scribe_v2_realtime_lite",
                "nobody_knows_this=1"
            })
    void ranges_include_their_bounds_and_unknown_names_do_nothing(String query) {
        assertThat(ServiceOnDesk.asMeasured().start(query).types()).containsExactly("session_started");
    }

    @Test
    void the_lite_model_can_be_refused_by_an_error_that_lists_it() {
        assertThat(refused(q -> q.liteModelRefused(true), "model_id=scribe_v2_realtime_lite")
                        .texts("invalid_request"))
                .containsExactly("The model_id 'scribe_v2_realtime_lite' is invalid. Supported models: "
                        + "'scribe_v2_realtime', 'scribe_v2_realtime_turbo', 'scribe_v2_realtime_lite'.");
    }

    @Test
    void language_detection_can_be_refused_beside_the_filter() {
        assertThat(refused(
                                q -> q.filterExcludesLanguageDetection(true),
                                "filter_background_audio=true&include_language_detection=true")
                        .end())
                .isEqualTo("1008 invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AS_SEEN | vad_commit_strategy, disable_logging, keyterms | commit_strategy, enable_logging",
                "JULY_2026 | commit_strategy, enable_logging, keyterms | vad_commit_strategy, disable_logging",
                "SPARSE | sample_rate, audio_format, language_code | vad_commit_strategy, commit_strategy, keyterms",
                "EXTENDED | vad_commit_strategy, decoder_profile, limits | commit_strategy"
            })
    void the_settings_are_echoed_in_every_observed_form(ConfigEcho echo, String present, String absent) {
        JsonNode config = refused(q -> q.configEcho(echo), "commit_strategy=vad&enable_logging=false")
                .last("session_started")
                .get("config");
        assertThat(List.of(present.split(", "))).allMatch(config::has);
        assertThat(List.of(absent.split(", "))).noneMatch(config::has);
    }

    @Test
    void the_echo_of_vad_and_logging_is_boolean_and_logging_is_inverted() {
        JsonNode config = ServiceOnDesk.asMeasured()
                .start("commit_strategy=vad&enable_logging=false")
                .last("session_started")
                .get("config");
        assertThat(config.get("vad_commit_strategy").booleanValue()).isTrue();
        assertThat(config.get("disable_logging").booleanValue()).isTrue();
    }

    @Test
    void asking_for_no_logging_can_bring_a_warning_that_ends_nothing() {
        ClientOnDesk client = refused(q -> q.loggingWarning(true), "enable_logging=false");
        assertThat(client.types()).containsExactly("session_started", "warning");
        assertThat(client.last("warning").get("warning").asText()).startsWith("enable_logging=false is for");
        assertThat(client.end()).isEqualTo("open");
    }

    @Test
    void audio_before_the_start_is_transcribed_unless_an_error_follows() {
        ClientOnDesk early = ServiceOnDesk.asMeasured().connect("");
        early.say("one two").commit().after(ofSeconds(1));
        assertThat(early.texts("committed_transcript")).containsExactly("one two");
        ClientOnDesk refused = ServiceOnDesk.withKey("secret").connect("");
        refused.say("one two").commit().after(ofSeconds(1));
        assertThat(refused.types()).containsExactly("auth_error");
    }
}
