package io.github.camelelevenlabs.stt.protocol;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.protocol.ConfigEcho.Difference;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigEchoTest {

    private static List<Difference> differences(String query, String config) {
        try {
            return ConfigEcho.differences(
                    URI.create("wss://host/path?" + query),
                    new ObjectMapper().readTree("{\"config\":" + config + "}").path("config"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model_id=a|{\"model_id\":\"a\"}",
                "vad_threshold=0.40|{\"vad_threshold\":0.4}",
                "vad_silence_threshold_secs=1|{\"vad_silence_threshold_secs\":1.0}",
                "min_speech_duration_ms=100|{\"min_speech_duration_ms\":100}",
                "include_timestamps=true|{\"include_timestamps\":true}",
                "commit_strategy=vad|{\"vad_commit_strategy\":true}",
                "commit_strategy=manual|{\"vad_commit_strategy\":false}",
                "commit_strategy=vad|{\"commit_strategy\":\"vad\"}",
                "commit_strategy=vad|{\"vad_commit_strategy\":\"vad\"}",
                "commit_strategy=manual|{\"vad_commit_strategy\":\"manual\"}",
                "commit_strategy=turn_prediction|{\"commit_strategy\":\"turn_prediction\"}",
                "commit_strategy=turn_prediction|{\"vad_commit_strategy\":\"turn_prediction\"}",
                "commit_strategy=turn_prediction|{\"vad_commit_strategy\":false}",
                "commit_strategy=vad|{\"vad_commit_strategy\":null}",
                "enable_logging=false|{\"disable_logging\":true}",
                "enable_logging=false|{\"enable_logging\":false}",
                "keyterms=a%20b&keyterms=C%2B%2B|{\"keyterms\":[\"C++\",\"a b\"]}",
                "entity_detection=pii&entity_detection=phi|{\"entity_detection\":\"pii,phi\"}",
                "entity_detection=all|{\"entity_detection\":\"all\"}",
                "transcript_edit=one,%20two|{\"transcript_edit\":\"one, two\"}",
                "language_code=en|{\"language_code\":\"eng\"}",
                "language_code=deu|{\"language_code\":\"de\"}",
                "language_code=qzz|{\"language_code\":\"qzz\"}",
                "model_id=a|{\"keyterms\":[\"not asked\"]}",
                "future=x|{\"model_id\":\"a\"}",
                "model_id=a|{}"
            })
    void an_equal_or_missing_value_is_no_difference(String query, String config) {
        assertThat(differences(query, config)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model_id=a|{\"model_id\":\"b\"}|model_id|a|b",
                "vad_threshold=0.4|{\"vad_threshold\":0.5}|vad_threshold|0.4|0.5",
                "commit_strategy=vad|{\"vad_commit_strategy\":false}|commit_strategy|vad|manual",
                "commit_strategy=manual|{\"commit_strategy\":\"vad\"}|commit_strategy|manual|vad",
                "commit_strategy=vad|{\"vad_commit_strategy\":\"manual\"}|commit_strategy|vad|manual",
                "commit_strategy=turn_prediction|{\"vad_commit_strategy\":true}|commit_strategy|turn_prediction|vad",
                "commit_strategy=turn_prediction|{\"vad_commit_strategy\":\"manual\"}|commit_strategy|turn_prediction|manual",
                "commit_strategy=manual|{\"commit_strategy\":\"turn_prediction\"}|commit_strategy|manual|turn_prediction",
                "enable_logging=false|{\"disable_logging\":false}|enable_logging|false|true",
                "language_code=en|{\"language_code\":null}|language_code|en|``",
                "keyterms=a&keyterms=b|{\"keyterms\":[\"a\"]}|keyterms|a,b|a",
                "keyterms=a&keyterms=b|{\"keyterms\":[]}|keyterms|a,b|``",
                "entity_detection=all|{\"entity_detection\":null}|entity_detection|all|``",
                "future=x|{\"future\":\"y\"}|future|x|y"
            })
    void another_value_is_a_difference(String query, String config, String parameter, String asked, String understood) {
        assertThat(differences(query, config)).containsExactly(new Difference(parameter, asked, understood));
    }

    @Test
    void several_differences_come_in_the_order_of_the_address() {
        assertThat(differences("b=1&a=1&c=1", "{\"a\":2,\"b\":2,\"c\":1}"))
                .extracting(Difference::parameter)
                .containsExactly("b", "a");
    }

    @Test
    void no_query_and_no_config_are_no_difference() {
        assertThat(ConfigEcho.differences(URI.create("wss://host/path"), new ObjectMapper().createObjectNode()))
                .isEmpty();
        assertThat(differences("model_id=a", "null")).isEmpty();
        assertThat(differences("model_id=a", "\"text\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1e999999999\"",
                "1e999999999",
                "\"100e2147483647\"",
                "\"-1e-999999999\"",
                "\"%s\"",
                "[%s]",
                "{\"a\":\"%s\"}"
            })
    void an_echo_costs_no_more_than_its_length(String echoed) throws Exception {
        for (String one : List.of("1", " ", " , ", "a-", "\\t")) {
            String many = one.repeat(2_000_000 / one.length());
            String value = echoed.startsWith("[") ? "\"" + many + "\",\"" + many + "\"" : many;
            String json = "{\"vad_threshold\":" + echoed.replace("%s", value) + ",\"language_code\":\"" + many + "\"}";
            JsonNode config = new ObjectMapper().readTree(json);
            URI address = URI.create("wss://a/?vad_threshold=0.5&language_code=en");

            assertTimeoutPreemptively(
                    ofSeconds(30),
                    () -> assertThat(ConfigEcho.differences(address, config))
                            .allMatch(difference -> difference.understood().length() <= 300));
        }
    }
}
