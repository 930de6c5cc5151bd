package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendWindowTest {

    private static final int SECOND = 16_000;

    private final SendWindow window = new SendWindow(PCM_16000);

    @Test
    void five_seconds_of_audio_may_be_unread_by_the_service() {
        window.sent(5 * SECOND - 1);
        assertThat(window.isOpen()).isTrue();
        window.sent(1);
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void a_pong_shows_that_everything_before_the_ping_was_read() {
        window.sent(3 * SECOND);
        window.pinged();
        window.sent(2 * SECOND);
        window.ponged();
        window.sent(3 * SECOND - 1);
        assertThat(window.isOpen()).isTrue();
        window.sent(1);
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void a_ping_is_due_when_half_of_the_window_is_used_and_none_is_under_way() {
        window.sent(5 * SECOND / 2 - 1);
        assertThat(window.isPingDue()).isFalse();
        window.sent(1);
        assertThat(window.isPingDue()).isTrue();
        window.pinged();
        window.sent(SECOND);
        assertThat(window.isPingDue()).isFalse();
        window.ponged();
        assertThat(window.isPingDue()).isFalse();
        window.sent(3 * SECOND / 2);
        assertThat(window.isPingDue()).isTrue();
    }

    @Test
    void a_pong_without_a_ping_is_ignored() {
        window.sent(5 * SECOND);
        window.ponged();
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void stays_open_when_pings_are_not_answered() {
        window.giveUp();
        window.sent(1_000 * SECOND);
        assertThat(window.isOpen()).isTrue();
        assertThat(window.isPingDue()).isFalse();
    }
}
