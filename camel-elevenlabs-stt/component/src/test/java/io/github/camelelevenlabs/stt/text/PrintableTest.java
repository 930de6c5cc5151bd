package io.github.camelelevenlabs.stt.text;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quota exceeded: 10 % of $5 (see <a>) \\n",
                "Größe, 語, קול, صوت, เสียง, ध्वनि, Ελληνικά",
                "😀 a\u0301 \u00A0\u3000"
            })
    void text_that_is_printable_stays_the_same_object(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "000A, \\n",
        "000D, \\r",
        "0009, \\t",
        "0000, \\u0000",
        "001B, \\u001b",
        "007F, \\u007f",
        "0085, \\u0085",
        "009B, \\u009b",
        "00AD, \\u00ad",
        "061C, \\u061c",
        "200B, \\u200b",
        "200F, \\u200f",
        "2028, \\u2028",
        "2029, \\u2029",
        "202E, \\u202e",
        "2066, \\u2066",
        "FEFF, \\ufeff",
        "E000, \\ue000",
        "FFFE, \\ufffe",
        "D83D, \\ud83d",
        "DE00, \\ude00",
        "E0041, \\udb40\\udc41"
    })
    void characters_that_mislead_a_terminal_or_a_reader_are_escaped(String character, String escaped) {
        String text = "a" + Character.toString(Integer.parseInt(character, 16)) + "b";

        assertThat(Printable.of(text)).isEqualTo("a" + escaped + "b");
    }

    @Test
    void long_text_is_cut() {
        assertThat(Printable.of("x".repeat(301))).isEqualTo("x".repeat(299) + "…");
        assertThat(Printable.of("x".repeat(300))).isEqualTo("x".repeat(300));
        assertThat(Printable.message("x".repeat(1_001))).isEqualTo("x".repeat(999) + "…");
        assertThat(Printable.of("abcdef", 5)).isEqualTo("abcd…");
        assertThat(Printable.of("abcdef", 1)).isEqualTo("…");
    }

    @Test
    void neither_a_character_nor_an_escape_is_cut_in_two() {
        assertThat(Printable.of("ab😀c", 4)).isEqualTo("ab…");
        assertThat(Printable.of("ab😀", 4)).isEqualTo("ab😀");
        assertThat(Printable.of("ab\u001bc", 8)).isEqualTo("ab…");
        assertThat(Printable.of("ab\u001b", 8)).isEqualTo("ab\\u001b");
        assertThat(Printable.of("\u001b\u001b", 7)).isEqualTo("\\u001b…");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 12, 13, 299, 300, 301})
    void escaping_twice_changes_nothing_more(int maxLength) {
        String once = Printable.of("ab\n😀\u202ec".repeat(100), maxLength);

        assertThat(once).hasSizeLessThanOrEqualTo(maxLength);
        assertThat(Printable.of(once, maxLength)).isSameAs(once);
    }

    @Test
    void a_long_text_costs_no_more_than_its_visible_part() {
        String huge = "\u001b".repeat(200_000_000);

        assertTimeoutPreemptively(ofSeconds(30), () -> {
            for (int i = 0; i < 10_000; i++) {
                assertThat(Printable.of(huge).length()).isLessThanOrEqualTo(300);
            }
        });
    }

    @Test
    void null_stays_null() {
        assertThat(Printable.of(null)).isNull();
        assertThat(Printable.cause(null)).isNull();
    }

    @Test
    void a_failure_with_printable_messages_stays_the_same_object() {
        IOException failure = new IOException("lost", new IllegalStateException());
        failure.addSuppressed(new IOException("on closing"));

        assertThat(Printable.cause(failure)).isSameAs(failure);
    }

    @Test
    void a_stack_trace_forges_no_line() {
        IOException failure = new IOException(
                "broken", new IllegalStateException("bad header \u001b[31m\nERROR forged " + "x".repeat(9_999)));
        failure.addSuppressed(new IOException("closing\nERROR forged, too"));

        Throwable printable = Printable.cause(failure);

        assertThat(printable).isInstanceOf(IOException.class);
        assertThat(printable.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(stackTrace(printable).lines())
                .noneMatch(line -> line.startsWith("ERROR"))
                .noneMatch(line -> line.contains("\u001b"))
                .allMatch(line -> line.length() < 1_200)
                .anyMatch(line -> line.contains("IllegalStateException: bad header \\u001b[31m\\nERROR forged xxx"))
                .anyMatch(line -> line.contains("closing\\nERROR forged, too"));
    }

    @Test
    void failures_that_cause_each_other_come_to_an_end() {
        IOException one = new IOException("one\n");
        one.initCause(new IOException("two", one));

        assertThatCode(() -> stackTrace(Printable.cause(one))).doesNotThrowAnyException();
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
