package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.KEYTERMS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.LANGUAGE_CODE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The parameters that reach the service for each option. */
class ServiceParametersIT extends SttRouteSupport {

    private static final String AUDIO = "one";

    private boolean askedForTheUnknown;

    @Override
    boolean expectsViolations() {
        return askedForTheUnknown;
    }

    private static Arguments option(String option, String parameter, String... values) {
        return Arguments.of(option, parameter, List.of(values));
    }

    static Stream<Arguments> options() {
        return Stream.of(
                option("modelId=scribe_v2_realtime_turbo", "model_id", "scribe_v2_realtime_turbo"),
                option("languageCode=deu", "language_code", "deu"),
                option("secondaryLanguages=de, fr", "secondary_languages", "de", "fr"),
                option("commitStrategy=manual", "commit_strategy", "manual"),
                option("vadSilenceThresholdSecs=0.3", "vad_silence_threshold_secs", "0.3"),
                option("vadThreshold=0.9", "vad_threshold", "0.9"),
                option("minSpeechDurationMs=50", "min_speech_duration_ms", "50"),
                option("minSilenceDurationMs=2000", "min_silence_duration_ms", "2000"),
                option("includeTimestamps=true", "include_timestamps", "true"),
                option("includeLanguageDetection=true", "include_language_detection", "true"),
                option("keyterms=RAW(Karlsson,R&D,C++,São Paulo)", "keyterms", "Karlsson", "R&D", "C++", "São Paulo"),
                option("noVerbatim=true", "no_verbatim", "true"),
                option("entityDetection=pii,phone_number", "entity_detection", "pii", "phone_number"),
                option("transcriptEdit=RAW(Digits, 5%2B5 & more)", "transcript_edit", "Digits, 5%2B5 & more"),
                option("filterBackgroundAudio=true", "filter_background_audio", "true"),
                option("enableLogging=false", "enable_logging", "false"),
                option("audioFormat=pcm_16000", "audio_format", "pcm_16000"),
                option("param.keepalive_interval_ms=2000", "keepalive_interval_ms", "2000"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void an_option_reaches_the_service_as_its_parameter(String option, String parameter, List<String> values) {
        assertThat(textOf(send("elevenlabs-stt:calls?" + option, wav(AUDIO)))).isEqualTo(AUDIO);
        assertThat(onlySession().parameters()).containsEntry(parameter, values);
    }

    @Test
    void unset_options_are_not_sent() {
        send("elevenlabs-stt:calls", wav(AUDIO));
        assertThat(onlySession().parameters())
                .containsOnlyKeys(
                        "model_id",
                        "audio_format",
                        "commit_strategy",
                        "include_timestamps",
                        "include_language_detection");
    }

    @ParameterizedTest
    @CsvSource({
        "'', vad",
        "&modelId=scribe_v2_realtime_turbo, vad",
        "&modelId=scribe_v2_realtime_lite, vad",
        "&modelId=scribe_v3_live,",
        "&modelId=scribe_v3_live&commitStrategy=vad, vad"
    })
    void a_model_that_is_not_known_has_its_own_commit_strategy_unless_one_is_named(String options, String sent) {
        assertThat(textOf(send("elevenlabs-stt:calls?readRate=0" + options, wav(AUDIO))))
                .isEqualTo(AUDIO);
        assertThat(onlySession().parameter("commit_strategy")).isEqualTo(sent);
    }

    @Test
    void filtered_audio_comes_without_word_times() {
        Exchange result = send("elevenlabs-stt:calls?filterBackgroundAudio=true&outputFormat=transcript", wav(AUDIO));
        Transcript transcript = result.getMessage().getBody(Transcript.class);
        assertThat(transcript.text()).isEqualTo(AUDIO);
        assertThat(transcript.words()).isEmpty();
        assertThat(onlySession().parameter("include_timestamps")).isEqualTo("false");
    }

    @Test
    void filtered_audio_may_come_with_its_language() {
        Exchange result =
                send("elevenlabs-stt:calls?filterBackgroundAudio=true&includeLanguageDetection=true", wav(AUDIO));
        assertThat(textOf(result)).isEqualTo(AUDIO);
        assertThat(result.getMessage().getHeader(LANGUAGE_CODE)).isEqualTo("en");
    }

    @Test
    void the_previous_text_is_sent_with_the_first_message() {
        send("elevenlabs-stt:calls?previousText=Good morning", wav(AUDIO));
        assertThat(onlySession().previousText()).isEqualTo("Good morning");
    }

    @Test
    void filtered_audio_and_a_consumer_that_requests_word_times_are_refused_together() throws Exception {
        addRoutes(routes ->
                routes.from("elevenlabs-stt:timed?includeTimestamps=true").to("mock:timed"));
        Exchange result = send("elevenlabs-stt:timed?filterBackgroundAudio=true", wav(AUDIO));
        assertThat(result.getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "filterBackgroundAudio=true", "includeTimestamps=true", "remove one of the two");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void a_message_that_requests_subtitles_of_filtered_audio_is_refused() {
        Exchange result =
                send("elevenlabs-stt:calls?filterBackgroundAudio=true", wav(AUDIO), Map.of(OUTPUT_FORMAT, "srt"));
        assertThat(result.getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("filterBackgroundAudio=true", "srt", "remove one of the two");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void parameters_that_this_version_does_not_know_are_passed_on_as_they_are() {
        askedForTheUnknown = true;
        send("elevenlabs-stt:calls?param.tone=plain, with commas&param.tag=a&param.tag=b", wav(AUDIO));
        assertThat(onlySession().parameters())
                .containsEntry("tone", List.of("plain, with commas"))
                .containsEntry("tag", List.of("a", "b"));
        assertThat(onlySession().violations())
                .extracting(Violation::detail)
                .containsExactly("tag=[a, b]", "tone=[plain, with commas]");
    }

    @Test
    void headers_replace_options_for_their_message() {
        String uri = "elevenlabs-stt:calls?languageCode=en&keyterms=Karlsson";
        send(uri, wav(AUDIO), Map.of(LANGUAGE_CODE, "de", KEYTERMS, "Müller, Meier"));
        send(uri, wav(AUDIO), Map.of(KEYTERMS, List.of("Smith, John", "Jones")));
        send(uri, wav(AUDIO), Map.of(KEYTERMS, ""));
        send(uri, wav(AUDIO), Map.of(OUTPUT_FORMAT, "text"));
        assertThat(emulator.sessions())
                .extracting(session -> session.parameters().get("keyterms"))
                .containsExactly(
                        List.of("Müller", "Meier"), List.of("Smith, John", "Jones"), null, List.of("Karlsson"));
        assertThat(emulator.sessions())
                .extracting(session -> session.parameter("language_code"))
                .containsExactly("de", "en", "en", "en");
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                Arguments.of(LANGUAGE_CODE, "en-US", LANGUAGE_CODE + "=en-US is not allowed", "write en"),
                Arguments.of(LANGUAGE_CODE, "english", LANGUAGE_CODE + "=english is not allowed", "write en"),
                Arguments.of(KEYTERMS, "a term of more than twenty characters", KEYTERMS, "at most 20"),
                Arguments.of(KEYTERMS, Collections.nCopies(51, "term"), KEYTERMS + " has 51 terms", "at most 50"),
                Arguments.of(OUTPUT_FORMAT, "pdf", OUTPUT_FORMAT + "=pdf is not allowed", "text"));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void a_header_that_is_not_allowed_fails_its_message_only(
            String header, Object value, String found, String allowed) {
        Exchange result = send("elevenlabs-stt:calls", wav(AUDIO), Map.of(header, value));
        assertThat(result.getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("invalid_request: ")
                .hasMessageContainingAll(found, allowed);
        assertThat(emulator.sessions()).isEmpty();
        assertThat(textOf(send("elevenlabs-stt:calls", wav(AUDIO)))).isEqualTo(AUDIO);
    }

    @Test
    void headers_that_instruct_the_producer_are_not_on_transcripts() throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:calls").to("mock:instructed"));
        mock("instructed").expectedMessageCount(1);
        send("elevenlabs-stt:calls", wav(AUDIO), Map.of(KEYTERMS, "Karlsson", "mine", "kept"));
        mock("instructed").assertIsSatisfied();
        assertThat(mock("instructed").getExchanges().get(0).getIn().getHeaders())
                .containsEntry("mine", "kept")
                .doesNotContainKey(KEYTERMS);
    }
}
