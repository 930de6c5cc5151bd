package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of the service can neither forge log lines nor flood the log. */
class ForeignTextTest extends SessionTestBase {

    private static final String HOSTILE =
            "\n\r2026-01-01 ERROR forged \u001b[31m\u009b\u202e\u2028\u200b\ud800" + "x".repeat(5_000_000);
    private static final String ESCAPED =
            new String(JsonStringEncoder.getInstance().quoteAsString(HOSTILE));

    ForeignTextTest() {
        super(new SessionFixture().reconnects(1));
    }

    static Stream<String> messages() {
        return Stream.of(
                "{\"message_type\":\"session_started\",\"session_id\":\"%s\",\"config\":{\"model_id\":\"m\"}}",
                "{\"message_type\":\"session_started\",\"session_id\":\"s\",\"config\":{\"model_id\":\"%s\"}}",
                "{\"message_type\":\"warning\",\"warning\":\"%s\"}",
                "{\"message_type\":\"%s\"}",
                "{\"message_type\":\"%s_error\"}",
                "{\"message_type\":\"auth_error\",\"error\":\"%s\"}",
                "{\"message_type\":\"error\",\"error\":{\"%s\":\"%s\"}}",
                "{\"message_type\":\"input_error\",\"error\":\"%s\"}",
                "{\"message_type\":\"queue_overflow\",\"details\":\"%s\"}",
                "{\"message_type\":\"committed_transcript\",\"text\":\"%s\"}",
                "%s",
                "{\"%s\"");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_is_logged_in_short_lines_without_control_characters(String message) {
        audio.speech(ofSeconds(1));
        fixture.query("?model_id=model").begin();
        service.accept();
        try (CapturedLog log = CapturedLog.everything()) {
            service.message(message.replace("%s", ESCAPED));
            service.closes(1000, "\u001b]0;title\u0007\nforged");
            time.settle();

            assertHarmless(log.text().lines().toList());
        }
        listener.ends().stream().flatMap(end -> end.failure().stream()).forEach(failure -> {
            assertHarmless(List.of(failure.type(), failure.detail()));
        });
    }

    @Test
    void a_reason_for_closing_is_shown_without_control_characters() {
        audio.speech(ofSeconds(1));
        fixture.reconnects(0).started();

        service.closes(4000, "bye\n\u001b[2J");

        assertThat(listener.failure().detail())
                .isEqualTo("the service closed the connection with code 4000, reason \"bye\\n\\u001b[2J\"");
    }

    @Test
    void a_cause_is_shown_without_control_characters() {
        audio.speech(ofSeconds(1));
        fixture.reconnects(0).begin();
        service.refuse(new IOException("lost", new IOException("HTTP/1.1 \u001b[2J")));
        StringWriter trace = new StringWriter();
        listener.failure().cause().printStackTrace(new PrintWriter(trace));

        assertThat(trace.toString()).contains("HTTP/1.1 \\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    void the_first_few_unknown_types_are_logged_and_the_others_counted() {
        audio.speech(ofSeconds(1));
        try (CapturedLog log = CapturedLog.everything()) {
            fixture.started();
            for (int i = 0; i < 50_000; i++) {
                service.message("{\"message_type\":\"type_" + i + "\"}");
                service.message("{\"message_type\":\"type_0\"}");
            }
            fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, "stopped"));
            time.settle();

            assertThat(log.of(OtherMessages.class))
                    .containsExactly(
                            "INFO session-1 ignores messages of type type_0",
                            "INFO session-1 ignores messages of type type_1",
                            "INFO session-1 ignores messages of type type_2",
                            "INFO session-1 ignores messages of type type_3",
                            "INFO session-1 ignores messages of type type_4",
                            "INFO session-1 ignored 49995 more messages that were malformed or of further types");
        }
    }

    @Test
    void the_first_few_malformed_messages_are_logged_whatever_the_number_of_connections() {
        audio.speech(ofSeconds(3));
        try (CapturedLog log = CapturedLog.everything()) {
            fixture.started();
            service.message("no JSON").message("[]");
            service.losesConnection();
            reconnect();
            for (int i = 0; i < 10_000; i++) {
                service.message("[]");
            }

            assertThat(log.of(OtherMessages.class)).hasSize(5).allMatch(line -> line.startsWith("WARN "));
        }
    }

    private static void assertHarmless(List<String> lines) {
        assertThat(lines)
                .allMatch(line -> line.length() < 1_500, "short")
                .noneMatch(line -> line.startsWith("2026"), "forged")
                .noneMatch(line -> line.codePoints()
                        .anyMatch(character -> character != '\t'
                                && (Character.getType(character) == Character.CONTROL
                                        || Character.getType(character) == Character.FORMAT
                                        || Character.getType(character) == Character.SURROGATE)));
    }
}
