package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changes that hold audio back, because answers are slow. */
class HeldBackChangesTest {

    private static final long SECOND = ofSeconds(1).toNanos();

    private final Rotation rotation = new Rotation(Duration.ZERO);

    private void changed(int from, int to) {
        rotation.begin(true, 0);
        rotation.ready();
        rotation.holdsBack(from * SECOND);
        rotation.holdsBack((to - 1) * SECOND);
        rotation.begin(true, to * SECOND);
    }

    @Test
    void the_next_change_comes_once_the_audio_may_have_caught_up() {
        changed(1, 11);
        assertThat(rotation.needsSuccessor(51 * SECOND - 1)).isFalse();
        assertThat(rotation.needsSuccessor(51 * SECOND)).isTrue();
    }

    @Test
    void and_waits_for_a_pause_as_long_as_any_other() {
        changed(1, 11);
        rotation.ready();
        assertThat(rotation.isDue(0, false, (41 + 25) * SECOND - 1)).isFalse();
        assertThat(rotation.isDue(0, false, (41 + 25) * SECOND)).isTrue();
    }
}
