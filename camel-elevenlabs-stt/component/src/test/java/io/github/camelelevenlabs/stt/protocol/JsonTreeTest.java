package io.github.camelelevenlabs.stt.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree is that of Jackson's mapper, and so is what is wrong with a text. */
class JsonTreeTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private static final List<String> PARTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"text\":",
            "\"a\":",
            "\"words\"",
            "\"\\u00e4\\q\"",
            "null",
            "true",
            "false",
            "NaN",
            "-Infinity",
            "0",
            "+1",
            ".5",
            "2.",
            "-0.25",
            "1e400",
            "2147483648",
            "123456789012345678901234567890",
            " ",
            "\t",
            "x");

    private final Random random = new Random(5);

    private interface Reading {
        JsonNode of(String text) throws JsonProcessingException;
    }

    private static Object result(String text, Reading reading) {
        try {
            return reading.of(text);
        } catch (JsonProcessingException e) {
            return e.getOriginalMessage();
        } catch (NumberFormatException e) {
            // Jackson's mapper, of a point without digits.
            return "Malformed numeric value: " + e.getMessage();
        }
    }

    private String valid(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return PARTS.get(9 + random.nextInt(14));
        }
        StringBuilder inner = new StringBuilder();
        boolean object = random.nextBoolean();
        for (int i = random.nextInt(4); i > 0; i--) {
            inner.append(object ? PARTS.get(6 + random.nextInt(2)) : "").append(valid(depth - 1));
            inner.append(i > 1 ? "," : "");
        }
        return object ? "{" + inner + "}" : "[" + inner + "]";
    }

    private String broken(String text) {
        int from = random.nextInt(text.length() + 1);
        return switch (random.nextInt(3)) {
            case 0 -> text;
            case 1 -> text.substring(0, from);
            default -> text.substring(0, from) + PARTS.get(random.nextInt(PARTS.size())) + text.substring(from);
        };
    }

    @Test
    void a_text_has_the_same_tree_or_the_same_fault() {
        for (int i = 0; i < 50_000; i++) {
            String text = broken(valid(4));
            assertThat(result(text, JsonTree::of)).as(text).isEqualTo(result(text, MAPPER::readTree));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{} and more", "{\"a\":1,\"a\":2}", "\"text\"", "7"})
    void so_has_a_text_that_is_no_message(String text) {
        assertThat(result(text, JsonTree::of)).isEqualTo(result(text, MAPPER::readTree));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "-.", "+."})
    void a_point_without_digits_is_a_malformed_number(String number) {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"partial_transcript\",\"text\":\"a\",\"x\":" + number + "}"))
                .isInstanceOf(ServerEvent.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1_001, 1_000_000})
    void depth_is_limited(int depth) {
        String text = "[".repeat(depth) + "]".repeat(depth);
        assertThat(result(text, JsonTree::of).getClass())
                .isEqualTo(result(text, MAPPER::readTree).getClass());
    }
}
