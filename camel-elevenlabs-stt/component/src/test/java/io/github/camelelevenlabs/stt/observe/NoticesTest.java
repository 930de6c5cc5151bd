package io.github.camelelevenlabs.stt.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ConfigEcho.Difference;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import org.junit.jupiter.api.Test;

class NoticesTest {

    @Test
    void only_the_first_few_different_warnings_are_logged_at_warn() {
        Notices notices = new Notices();
        try (CapturedLog log = CapturedLog.everything()) {
            for (int i = 0; i < 1_000; i++) {
                notices.warning("s", "warning " + i);
            }

            assertThat(log.of(Notices.class).stream().filter(line -> line.startsWith("WARN")))
                    .hasSize(Notices.MAX_DISTINCT);
        }
    }

    @Test
    void a_value_that_the_service_applied_is_shown_on_one_short_line() {
        try (CapturedLog log = CapturedLog.everything()) {
            new Notices().difference("s", new Difference("model_id", "a", "b\n\u001b[31m" + "x".repeat(1_000_000)));

            assertThat(log.of(Notices.class))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("the service understood b\\n\\u001b[31mxxx")
                            .hasSizeLessThan(300)
                            .hasLineCount(1));
        }
    }
}
