package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElevenLabsSttConfigurationTest extends OptionsSupport {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commitInterval=1000",
                "commitInterval=29000",
                "vadSilenceThresholdSecs=0.3",
                "vadSilenceThresholdSecs=3.0",
                "vadThreshold=0.1",
                "vadThreshold=0.9",
                "minSpeechDurationMs=50",
                "minSpeechDurationMs=2000",
                "minSilenceDurationMs=50",
                "minSilenceDurationMs=2000",
                "chunkDuration=50",
                "chunkDuration=1000",
                "readRate=0",
                "readRate=1",
                "readRate=1.5",
                "readRate=100",
                "sessionIdleTimeout=1000",
                "sessionIdleTimeout=86400000",
                "maxConcurrentSessions=0",
                "maxConcurrentSessions=2147483647",
                "connectTimeout=100",
                "connectTimeout=300000",
                "transcriptTimeout=1000",
                "transcriptTimeout=3600000",
                "keepAliveInterval=500",
                "keepAliveInterval=14000",
                "proxyHost=proxy&proxyPort=1",
                "proxyHost=proxy&proxyPort=65535",
                "languageCode=en",
                "languageCode=deu",
                "languageCode=yue",
                "languageCode=qzz",
                "secondaryLanguages=de, fra",
                "keyterms=12345678901234567890",
                "entityDetection=a_type_of_next_year",
                "filterBackgroundAudio=true&includeLanguageDetection=true",
                "filterBackgroundAudio=true&includeTimestamps=false",
                "param.future=x",
                "commitStrategy=vad",
                "commitStrategy=manual",
                "commitStrategy=turn_prediction&modelId=scribe_v3_live",
                "commitStrategy=vad&modelId=scribe_v3_live",
                "outputFormat=text",
                "outputFormat=json",
                "outputFormat=srt",
                "outputFormat=vtt",
                "outputFormat=transcript",
                "audioFormat=auto",
                "audioFormat=pcm_8000",
                "audioFormat=pcm_48000",
                "audioFormat=ulaw_8000",
                "modelId=a_model_of_next_year",
                "baseUrl=ws://localhost:8080/gateway/"
            })
    void a_value_at_the_limit_is_accepted(String options) {
        assertThat(endpoint(options)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "commitInterval|999|1000 to 29000",
                "commitInterval|29001|1000 to 29000",
                "vadSilenceThresholdSecs|0.29|0.3 to 3.0",
                "vadSilenceThresholdSecs|3.01|0.3 to 3.0",
                "vadThreshold|0.09|0.1 to 0.9",
                "vadThreshold|0.91|0.1 to 0.9",
                "vadThreshold|NaN|0.1 to 0.9",
                "minSpeechDurationMs|49|50 to 2000",
                "minSpeechDurationMs|2001|50 to 2000",
                "minSilenceDurationMs|49|50 to 2000",
                "minSilenceDurationMs|2001|50 to 2000",
                "chunkDuration|49|50 to 1000",
                "chunkDuration|1001|50 to 1000",
                "readRate|0.9|0, or a value from 1 to 100",
                "readRate|-1.0|0, or a value from 1 to 100",
                "readRate|100.1|0, or a value from 1 to 100",
                "readRate|NaN|0, or a value from 1 to 100",
                "sessionIdleTimeout|999|1000 to 86400000",
                "sessionIdleTimeout|86400001|1000 to 86400000",
                "maxConcurrentSessions|-1|0 to 2147483647",
                "connectTimeout|99|100 to 300000",
                "connectTimeout|300001|100 to 300000",
                "transcriptTimeout|999|1000 to 3600000",
                "transcriptTimeout|3600001|1000 to 3600000",
                "keepAliveInterval|499|500 to 14000",
                "keepAliveInterval|14001|500 to 14000",
                "proxyPort|0|1 to 65535",
                "proxyPort|65536|1 to 65535",
                "languageCode|english|ISO 639-1 or 639-3",
                "languageCode|e|ISO 639-1 or 639-3",
                "languageCode|jp|ISO 639-1 or 639-3",
                "param.language_code|en|set the option languageCode instead",
                "param.keyterms|Karlsson|set the option keyterms instead",
                "param.vad_silence_threshold_secs|1|set the option vadSilenceThresholdSecs instead",
                "param.previous_text|x|set the option previousText instead",
                "commitStrategy|auto|vad, manual, turn_prediction",
                "commitStrategy|VAD|vad, manual, turn_prediction",
                "outputFormat|pdf|text, json, srt, vtt, transcript",
                "audioFormat|mp3|auto or one of pcm_8000",
                "audioFormat|pcm_11025|pcm_48000, ulaw_8000"
            })
    void a_value_beyond_the_limit_is_refused_with_the_allowed_range(String option, String value, String allowed) {
        assertThat(refusal(option + "=" + value)).contains(option + "=" + value).contains(allowed);
    }

    @ParameterizedTest
    @CsvSource({"en-US, en", "pt_BR, pt", "EN, en", "zh-Hant-TW, zh", "DEU, deu", "english, en", "Ukrainian, uk"})
    void the_error_for_a_wrong_language_names_the_right_code(String language, String code) {
        assertThat(refusal("languageCode=" + language))
                .isEqualTo("languageCode=" + language
                        + " is not allowed; an ISO 639-1 or 639-3 code such as en or deu is: write " + code);
    }

    @Test
    void each_of_the_secondary_languages_is_checked() {
        assertThat(refusal("secondaryLanguages=de,fr-CA"))
                .isEqualTo("secondaryLanguages=fr-CA is not allowed; an ISO 639-1 or 639-3 code such as en or deu is:"
                        + " write fr");
    }

    @Test
    void too_many_key_terms_are_counted() {
        String fifty = String.join(",", Collections.nCopies(50, "term"));
        assertThat(endpoint("keyterms=" + fifty)).isNotNull();
        assertThat(refusal("keyterms=" + fifty + ",term"))
                .isEqualTo("keyterms has 51 terms; at most 50 are allowed, remove 1");
    }

    @Test
    void a_key_term_that_is_too_long_is_shown() {
        assertThat(refusal("keyterms=Karlsson,Donaudampfschifffahrt"))
                .isEqualTo("keyterms has the term \"Donaudampfschifffahrt\" of 21 characters; at most 20 are allowed,"
                        + " and commas part the terms");
    }

    @Test
    void a_blank_instruction_is_refused() {
        assertThat(refusal("transcriptEdit=RAW( )"))
                .isEqualTo("transcriptEdit is blank; write what is to be done, or leave it out");
    }

    @Test
    void characters_are_counted_as_code_points() {
        assertThat(endpoint("keyterms=" + "𝄞".repeat(20))).isNotNull();
    }

    @Test
    void an_instruction_that_is_too_long_is_measured() {
        assertThat(endpoint("transcriptEdit=" + "x".repeat(2_000))).isNotNull();
        assertThat(refusal("transcriptEdit=" + "x".repeat(2_001)))
                .isEqualTo("transcriptEdit has 2001 characters; at most 2000 are allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transcriptEdit=shout&entityDetection=all"
                        + "|transcriptEdit=shout and entityDetection=all are not allowed together, the service does one or"
                        + " the other; remove one of them",
                "filterBackgroundAudio=true&includeTimestamps=true"
                        + "|filterBackgroundAudio=true and includeTimestamps=true are not allowed together, the service"
                        + " gives no word times then; remove one of them",
                "filterBackgroundAudio=true&outputFormat=vtt"
                        + "|filterBackgroundAudio=true and outputFormat=vtt are not allowed together, the service gives no"
                        + " word times then; remove one of them",
                "filterBackgroundAudio=true&channels=split"
                        + "|filterBackgroundAudio=true and channels=split are not allowed together, the service gives no"
                        + " word times then; remove one of them",
                "filterBackgroundAudio=true&outputFormat=srt"
                        + "|filterBackgroundAudio=true and outputFormat=srt are not allowed together, the service gives no"
                        + " word times then; remove one of them"
            })
    void options_that_the_service_refuses_together_are_refused_by_name(String options, String message) {
        assertThat(refusal(options)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'', scribe_v2_realtime",
        "&modelId=scribe_v2_realtime_turbo, scribe_v2_realtime_turbo",
        "&modelId=scribe_v2_realtime_lite, scribe_v2_realtime_lite"
    })
    void a_model_that_predicts_no_turns_is_refused_with_turn_prediction(String model, String named) {
        assertThat(refusal("commitStrategy=turn_prediction" + model))
                .isEqualTo("commitStrategy=turn_prediction is not allowed with modelId=" + named
                        + ", which predicts no turns; set modelId to a model that does, such as scribe_v3_live, or"
                        + " remove commitStrategy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.elevenlabs.io",
                "ftp://host",
                "wss://",
                "wss://host?key=1",
                "wss://host:65536",
                "ws://host:0"
            })
    void an_invalid_base_url_is_refused(String base) {
        assertThat(refusal("baseUrl=RAW(" + base + ")")).contains("baseUrl", "wss, https, ws or http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "99999999999"})
    void an_invalid_port_of_a_base_url_is_named(String port) {
        assertThat(refusal("baseUrl=RAW(wss://host:" + port + "/v1)")).contains("the port " + port + " is not from 1");
    }

    @ParameterizedTest
    @CsvSource({
        "proxyHost=proxy, proxyPort",
        "proxyPort=8080, proxyHost",
        "proxyHost=proxy&proxyPort=1&proxyAuthUsername=jane, proxyAuthPassword",
        "proxyHost=proxy&proxyPort=1&proxyAuthPassword=pass, proxyAuthUsername",
        "proxyAuthUsername=jane&proxyAuthPassword=pass, proxyHost"
    })
    void the_error_names_the_missing_option_of_a_pair(String options, String missing) {
        assertThat(refusal(options)).contains("without " + missing);
    }

    @Test
    void an_option_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> endpoint("langaugeCode=en"))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining("langaugeCode");
    }

    @Test
    void a_name_is_needed() {
        assertThatThrownBy(() -> context.getEndpoint("elevenlabs-stt:?readRate=1"))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasStackTraceContaining("needs a name");
    }

    @ParameterizedTest
    @CsvSource({"20s, 20000", "1500, 1500", "1s500ms, 1500", "PT2S, 2000"})
    void durations_have_the_syntax_of_camel(String written, long millis) {
        assertThat(options("commitInterval=" + written).getCommitInterval()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxConcurrentSessions=ten",
                "maxConcurrentSessions=PT5S",
                "maxConcurrentSessions=10s",
                "maxConcurrentSessions=4294967296",
                "maxReconnectAttempts=1O",
                "minSpeechDurationMs=short",
                "transcriptTimeout=10x",
                "maxSessionDuration=eight minutes",
                "keepAliveInterval=1s more"
            })
    void a_text_that_is_no_number_is_refused_and_not_taken_for_0(String option) {
        String name = option.substring(0, option.indexOf('='));
        assertThat(refusal(option)).startsWith(option + " is not allowed; a ");
        assertThatThrownBy(() -> bind(name, option.substring(name.length() + 1)))
                .hasStackTraceContaining(option + " is not allowed; a ");
    }

    @Test
    void an_empty_text_is_no_number() {
        context.getPropertiesComponent().addInitialProperty("limit", "");
        assertThatThrownBy(() -> bind("maxConcurrentSessions", "{{limit}}"))
                .hasStackTraceContaining("maxConcurrentSessions= is not allowed; a whole number is");
        assertThatThrownBy(() -> bind("replayLimit", "")).hasStackTraceContaining("replayLimit= is not allowed");
    }

    /** As properties of an application are. */
    private void bind(String name, String value) {
        PropertyBindingSupport.build()
                .withConfigurer(component.getComponentPropertyConfigurer())
                .bind(context, component, name, value);
    }

    @Test
    void a_number_may_be_a_duration_a_placeholder_or_a_bean() {
        context.getPropertiesComponent().addInitialProperty("limit", "7");
        context.getRegistry().bind("attempts", 5);
        ElevenLabsSttConfiguration options = options(
                "maxConcurrentSessions={{limit}}&maxReconnectAttempts=#attempts&maxSessionDuration=1h2m3s&replayLimit=90s");
        assertThat(options.getMaxConcurrentSessions()).isEqualTo(7);
        assertThat(options.getMaxReconnectAttempts()).isEqualTo(5);
        assertThat(options.getMaxSessionDuration()).isEqualTo(3_723_000);
        assertThat(options.getReplayLimit()).isEqualTo(90_000);
    }
}
