package io.github.camelelevenlabs.stt.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Edited;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entities;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entity;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Malformed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.SessionStarted;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Unknown;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Warning;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolCodecTest {

    private static String encoded(InputAudioChunk chunk) {
        return new String(ProtocolCodec.encode(chunk), UTF_8);
    }

    // What a client says

    @Test
    void a_chunk_is_written_as_the_service_reads_it() {
        assertThat(encoded(new InputAudioChunk(Slice.of(new byte[] {1, 2, 3}), false, 16_000, null)))
                .isEqualTo("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"AQID\",\"commit\":false,"
                        + "\"sample_rate\":16000}");
    }

    @Test
    void a_commit_is_an_empty_chunk() {
        assertThat(encoded(new InputAudioChunk(Slice.EMPTY, true, 8_000, null)))
                .isEqualTo("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\",\"commit\":true,"
                        + "\"sample_rate\":8000}");
    }

    @Test
    void previous_text_is_sent_in_utf_8_and_only_when_given() {
        assertThat(encoded(new InputAudioChunk(Slice.EMPTY, false, 16_000, "er sagte „grüß Gott“ 日本\n")))
                .isEqualTo("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"\",\"commit\":false,"
                        + "\"sample_rate\":16000,\"previous_text\":\"er sagte „grüß Gott“ 日本\\n\"}");
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, AA==", "2, AAE=", "3, AAEC", "4, AAECAw=="})
    void base64_is_padded(int length, String base64) {
        assertThat(encoded(new InputAudioChunk(new Slice(new byte[] {0, 1, 2, 3}, 0, length), false, 16_000, null)))
                .contains("\"audio_base_64\":\"" + base64 + "\"");
    }

    @Test
    void base64_has_both_letters_of_the_standard_alphabet_and_no_line_ends() {
        byte[] audio = new byte[3_000];
        Arrays.fill(audio, (byte) 0xFB);
        audio[2] = (byte) 0xFF;
        assertThat(encoded(new InputAudioChunk(Slice.of(audio), false, 16_000, null)))
                .contains("+/v/")
                .doesNotContain("-", "_-", "\\n", "\\r");
    }

    @Test
    void only_the_remaining_bytes_of_a_buffer_are_sent() {
        byte[] array = {9, 9, 1, 2, 3, 9};
        assertThat(encoded(new InputAudioChunk(new Slice(array, 2, 3), false, 16_000, null)))
                .contains("\"audio_base_64\":\"AQID\"");
    }

    // session_started

    @Test
    void session_started_is_read_with_its_settings() {
        assertThat(ProtocolCodec.decode("""
                        {"message_type":"session_started","session_id":"4be1c09d7d2f4a6b9a3c5e7f80123456","config":{
                         "sample_rate":16000,"audio_format":"pcm_16000","language_code":null,"secondary_languages":[],
                         "timestamps_granularity":"word","vad_commit_strategy":false,"vad_silence_threshold_secs":1.5,
                         "vad_threshold":0.4,"min_speech_duration_ms":100,"min_silence_duration_ms":100,
                         "max_tokens_to_recompute":5,"model_id":"scribe_v2_realtime","disable_logging":false,
                         "include_timestamps":true,"include_language_detection":false,
                         "filter_background_audio":false,"keyterms":["Karlsson"],"no_verbatim":false,
                         "entity_detection":null,"keepalive_interval_ms":null}}"""))
                .asInstanceOf(type(SessionStarted.class))
                .satisfies(started -> {
                    assertThat(started.sessionId()).isEqualTo("4be1c09d7d2f4a6b9a3c5e7f80123456");
                    assertThat(started.config().path("vad_commit_strategy").isBoolean())
                            .isTrue();
                });
    }

    @Test
    void session_started_of_the_older_contract_is_read() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"session_started\",\"session_id\":\"s-1\",\"config\":"
                        + "{\"commit_strategy\":\"vad\",\"enable_logging\":true}}"))
                .asInstanceOf(type(SessionStarted.class))
                .satisfies(started -> {
                    assertThat(started.sessionId()).isEqualTo("s-1");
                    assertThat(started.config().path("commit_strategy").asText())
                            .isEqualTo("vad");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_type\":\"session_started\"}",
                "{\"message_type\":\"session_started\",\"session_id\":null,\"config\":null}"
            })
    void session_started_needs_nothing_but_its_type(String json) {
        assertThat(ProtocolCodec.decode(json))
                .asInstanceOf(type(SessionStarted.class))
                .satisfies(started -> {
                    assertThat(started.sessionId()).isEmpty();
                    assertThat(started.config().path("sample_rate").isMissingNode())
                            .isTrue();
                });
    }

    // Transcripts

    @Test
    void a_partial_transcript_is_read() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"partial_transcript\",\"text\":\"the second door on\"}"))
                .isEqualTo(new Partial("the second door on"));
    }

    @Test
    void a_committed_transcript_is_read() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"committed_transcript\",\"text\":\"The second door on the left.\"}"))
                .isEqualTo(new Committed("The second door on the left."));
    }

    @Test
    void texts_may_be_missing_null_or_empty() {
        for (String field : List.of("", ",\"text\":null", ",\"text\":\"\"")) {
            assertThat(ProtocolCodec.decode("{\"message_type\":\"partial_transcript\"" + field + "}"))
                    .isEqualTo(new Partial(""));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript\"" + field + "}"))
                    .isEqualTo(new Committed(""));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\"" + field + "}"))
                    .isEqualTo(new CommittedWithTimestamps("", null, List.of()));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_entities\"" + field + "}"))
                    .isEqualTo(new Entities("", List.of()));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"edited_transcript\"" + field + "}"))
                    .isEqualTo(new Edited("", ""));
        }
    }

    @Test
    void texts_of_any_script_stay_as_they_are() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"partial_transcript\",\"text\":\"\\u65e5本 \\\"ja\\\" 😀\"}"))
                .isEqualTo(new Partial("日本 \"ja\" 😀"));
    }

    @Test
    void words_are_read_with_characters_as_objects_as_strings_and_as_null() {
        assertThat(ProtocolCodec.decode("""
                        {"message_type":"committed_transcript_with_timestamps","text":"The (laughs)","language_code":"en",
                         "words":[
                         {"text":"The","start":12.48,"end":12.6,"type":"word","speaker_id":null,"logprob":-0.04,
                          "characters":[{"text":"T","start":12.48,"end":12.52},{"text":"h","start":12.52,"end":12.56}],
                          "channel_index":null},
                         {"text":" ","start":12.6,"end":12.64,"type":"spacing","speaker_id":null,"logprob":0.0,
                          "characters":null,"channel_index":null},
                         {"text":"(laughs)","start":12.64,"end":13,"type":"audio_event","logprob":-0.11,
                          "characters":["(","l"]}]}"""))
                .isEqualTo(new CommittedWithTimestamps(
                        "The (laughs)",
                        "en",
                        List.of(
                                new Token("The", 12.48, 12.6, "word", -0.04),
                                new Token(" ", 12.6, 12.64, "spacing", 0),
                                new Token("(laughs)", 12.64, 13, "audio_event", -0.11))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"words\":null", ",\"words\":[]"})
    void a_language_may_come_without_words(String words) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"Ja.\","
                        + "\"language_code\":\"de\"" + words + "}"))
                .isEqualTo(new CommittedWithTimestamps("Ja.", "de", List.of()));
    }

    @Test
    void a_word_without_a_type_is_a_word() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"a\","
                        + "\"language_code\":null,\"words\":[{\"text\":\"a\",\"start\":1,\"end\":2}]}"))
                .isEqualTo(new CommittedWithTimestamps("a", null, List.of(new Token("a", 1, 2, "word", 0))));
    }

    @Test
    void entities_are_read_with_their_positions() {
        assertThat(ProtocolCodec.decode("""
                        {"message_type":"committed_transcript_entities","text":"Call Anna.",
                         "entities":[{"text":"Anna","entity_type":"name","start_char":5,"end_char":9}]}"""))
                .isEqualTo(new Entities("Call Anna.", List.of(new Entity("Anna", "name", 5, 9))));
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"committed_transcript_entities\",\"text\":\"Hm.\",\"entities\":null}"))
                .isEqualTo(new Entities("Hm.", List.of()));
    }

    @Test
    void an_edited_transcript_is_read() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"edited_transcript\",\"text\":\"call me at five\","
                        + "\"edited_text\":\"Call me at 17:00.\"}"))
                .isEqualTo(new Edited("call me at five", "Call me at 17:00."));
    }

    @Test
    void a_warning_is_no_error() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"warning\",\"warning\":\"zero retention is off\"}"))
                .isEqualTo(new Warning("zero retention is off"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"warning\",\"warning\":\"odd\",\"error\":\"odd\"}"))
                .isEqualTo(new Warning("odd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"final_transcript", "final_transcript_with_timestamps"})
    void final_transcripts_are_unknown_messages(String type) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"" + type + "\",\"text\":\"dead\",\"words\":[]}"))
                .isEqualTo(new Unknown(type));
    }

    @Test
    void unknown_fields_and_types_are_no_errors() {
        assertThat(ProtocolCodec.decode(
                        "{\"emotion\":{\"joy\":1},\"message_type\":\"partial_transcript\",\"text\":\"a\",\"seq\":[7]}"))
                .isEqualTo(new Partial("a"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"speaker_changed\",\"text\":\"a\"}"))
                .isEqualTo(new Unknown("speaker_changed"));
        assertThat(ProtocolCodec.decode("{\"text\":\"a\"}")).isEqualTo(new Unknown(""));
        assertThat(ProtocolCodec.decode("{\"message_type\":null}")).isEqualTo(new Unknown(""));
        assertThat(ProtocolCodec.decode("{}")).isEqualTo(new Unknown(""));
    }

    // Errors

    @Test
    void an_error_is_read_with_its_type_and_text() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"commit_throttled\",\"error\":\"Commit request ignored: only"
                                + " 0.20s of uncommitted audio.\"}"))
                .isEqualTo(new Failed(
                        ErrorCode.COMMIT_THROTTLED,
                        "commit_throttled",
                        "Commit request ignored: only 0.20s of uncommitted audio."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"error\":null"})
    void an_error_of_a_known_type_needs_no_text(String text) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"quota_exceeded\"" + text + "}"))
                .isEqualTo(new Failed(ErrorCode.QUOTA_EXCEEDED, "quota_exceeded", ""));
    }

    @Test
    void another_spelling_of_a_type_is_normalised() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"quota_exceeded_error\",\"error\":\"none left\"}"))
                .isEqualTo(new Failed(ErrorCode.QUOTA_EXCEEDED, "quota_exceeded", "none left"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_type\":\"error\",\"error\":\"auth_error\"}",
                "{\"error\":\"auth_error\"}",
                "{\"message_type\":\"error\",\"error\":{\"type\":\"auth_error\",\"message\":\"auth_error\"}}",
                "{\"message_type\":\"error\",\"error\":{\"message\":\"auth_error\"}}"
            })
    void the_type_of_an_error_may_be_its_text(String json) {
        assertThat(ProtocolCodec.decode(json)).isEqualTo(new Failed(ErrorCode.AUTH_ERROR, "auth_error", "auth_error"));
    }

    @Test
    void an_error_may_be_an_object() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"error\",\"error\":{\"type\":\"rate_limited\",\"message\":\"slow down\"}}"))
                .isEqualTo(new Failed(ErrorCode.RATE_LIMITED, "rate_limited", "slow down"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"error\":{\"status\":7}}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "{\"status\":7}"));
    }

    @Test
    void a_known_type_takes_precedence_over_its_text() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"rate_limited\",\"error\":\"auth_error\"}"))
                .isEqualTo(new Failed(ErrorCode.RATE_LIMITED, "rate_limited", "auth_error"));
    }

    @Test
    void error_takes_precedence_over_message_and_details() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"error\",\"details\":\"3\",\"message\":\"2\",\"error\":\"1\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "1"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"details\":\"3\",\"message\":\"2\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "2"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"details\":\"3\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "3"));
    }

    @Test
    void an_empty_error_takes_its_text_from_the_message_field() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"error\",\"error\":\"\",\"message\":\"2\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "2"));
    }

    @ParameterizedTest
    @CsvSource({"gpu_error, error", "sorry, error", "sorry, message", "sorry, details"})
    void an_error_of_an_unknown_type_keeps_its_type(String type, String field) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"" + type + "\",\"" + field + "\":\"gone\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, type, "gone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu_error", "minutes_exceeded"})
    void an_unknown_type_that_ends_like_an_error_is_an_error(String type) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"" + type + "\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, type, ""));
    }

    @Test
    void an_error_without_a_type_is_an_error() {
        assertThat(ProtocolCodec.decode("{\"error\":\"gone\"}"))
                .isEqualTo(new Failed(ErrorCode.ERROR, "error", "gone"));
    }

    // What is no message

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "not json",
                "{\"message_type\":",
                "[]",
                "[{\"message_type\":\"session_started\"}]",
                "null",
                "42",
                "\"session_started\""
            })
    void text_that_is_no_json_object_is_malformed(String text) {
        assertThat(ProtocolCodec.decode(text))
                .asInstanceOf(type(Malformed.class))
                .satisfies(malformed -> assertThat(malformed.problem()).isNotBlank());
    }

    @Test
    void json_nested_too_deep_is_malformed() {
        String text = "{\"message_type\":\"warning\",\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(ProtocolCodec.decode(text)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "-Infinity,     0.5,      0.9,      -Infinity, 0.5, 0.9",
        "NaN,           0.5,      0.9,      0,         0.5, 0.9",
        "Infinity,      0.5,      0.9,      0,         0.5, 0.9",
        "0.2,           0.5,      0.9,      0,         0.5, 0.9",
        "'\"-0.25\"', '\"0.5\"', '\"0.9\"', -0.25,     0.5, 0.9",
        "null,          NaN,      0.9,      0,         0.4, 0.9",
        "-1,            0.5,      NaN,      -1,        0.5, 1",
        "-1,            -3,       1e300,    -1,        0.4, 1",
        "-1,            '\"x\"',  '{}',     -1,        0.4, 1",
        "-1,            0.5,      0.2,      -1,        0.5, 1",
        "-1,            0.5,      '\"0,9\"', -1,      0.5, 1",
        "+0.0,          .5,       0.9,      0,         0.5, 0.9",
        "-Infinity,     +0.5,     0.9,      -Infinity, 0.5, 0.9",
        "-1e999,        0.5,      1e999,    -Infinity, 0.5, 1",
        "-1e-999999999, 0.5,      1.,       -0.0,      0.5, 1",
        "'[-1]',        '[0.5]',  true,     0,         0.4, 1",
        "'\"NaN\"',     '\"-Infinity\"', '\"1e400\"', 0, 0.4, 1",
    })
    void an_invalid_number_of_a_word_gets_a_default(
            String logprob, String start, String end, double readLogprob, double readStart, double readEnd) {
        String json = "{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"a b c\","
                + "\"language_code\":\"en\",\"words\":["
                + "{\"text\":\"a\",\"start\":0.1,\"end\":0.4,\"logprob\":-0.5},"
                + "{\"text\":\"b\",\"start\":" + start + ",\"end\":" + end + ",\"logprob\":" + logprob + "},"
                + "{\"text\":\"c\",\"start\":1,\"end\":1.2,\"logprob\":-0.5}]}";
        assertThat(ProtocolCodec.decode(json)).isInstanceOfSatisfying(CommittedWithTimestamps.class, read -> {
            assertThat(read.text()).isEqualTo("a b c");
            assertThat(read.languageCode()).isEqualTo("en");
            assertThat(read.tokens())
                    .containsExactly(
                            new Token("a", 0.1, 0.4, "word", -0.5),
                            new Token("b", readStart, readEnd, "word", readLogprob),
                            new Token("c", 1, 1.2, "word", -0.5));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"hello\"", "{\"text\":\"hello\"}", "7", "NaN", "[]"})
    void words_that_are_no_list_are_ignored(String words) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\","
                        + "\"text\":\"hello\",\"words\":" + words + "}"))
                .isEqualTo(new CommittedWithTimestamps("hello", null, List.of()));
    }

    @Test
    void an_entry_that_is_no_word_is_skipped() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"a b\","
                        + "\"words\":[null,{\"text\":\"a\",\"start\":0.1,\"end\":0.4},[],7,{},{\"text\":null,\"start\":0.5},"
                        + "{\"text\":\"b\",\"start\":0.6,\"end\":0.7}]}"))
                .isEqualTo(new CommittedWithTimestamps(
                        "a b",
                        null,
                        List.of(new Token("a", 0.1, 0.4, "word", 0), new Token("b", 0.6, 0.7, "word", 0))));
    }

    /** As of servers that put texts into JSON by hand. */
    @Test
    void line_breaks_and_needless_escapes_within_a_text_are_accepted() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript\",\"text\":\"it\\'s\n\tone\"}"))
                .isEqualTo(new Committed("it's\n\tone"));
    }
}
