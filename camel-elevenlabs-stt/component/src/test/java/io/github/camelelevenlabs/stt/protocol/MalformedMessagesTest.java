package io.github.camelelevenlabs.stt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Malformed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the service that are no valid JSON, or whose fields have unexpected values. */
class MalformedMessagesTest {

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
