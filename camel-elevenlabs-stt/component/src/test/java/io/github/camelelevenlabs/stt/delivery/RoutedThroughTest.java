package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Audio is done when the segments that cover it are routed. */
class RoutedThroughTest {

    private final RoutedThrough routed = new RoutedThrough();

    @Test
    void audio_is_done_when_its_segment_is_routed() {
        int segment = routed.add();
        assertThat(routed.covered(ofSeconds(5))).isEmpty();
        assertThat(routed.routed(segment)).contains(ofSeconds(5));
    }

    @Test
    void audio_without_words_is_done_at_once() {
        assertThat(routed.covered(ofSeconds(5))).contains(ofSeconds(5));
    }

    @Test
    void silence_behind_a_segment_is_done_with_it() {
        int segment = routed.add();
        routed.covered(ofSeconds(5));
        assertThat(routed.covered(ofSeconds(9))).isEmpty();
        assertThat(routed.routed(segment)).contains(ofSeconds(9));
        assertThat(routed.covered(ofSeconds(10))).contains(ofSeconds(10));
    }

    @Test
    void a_segment_that_is_not_routed_holds_those_behind_it() {
        int first = routed.add();
        routed.covered(ofSeconds(1));
        int second = routed.add();
        routed.covered(ofSeconds(2));
        int third = routed.add();
        routed.covered(ofSeconds(3));
        assertThat(routed.routed(third)).isEmpty();
        assertThat(routed.routed(first)).contains(ofSeconds(1));
        assertThat(routed.routed(second)).contains(ofSeconds(3));
    }

    @Test
    void a_segment_without_a_position_of_its_own_is_done_with_the_next_one() {
        int first = routed.add();
        int second = routed.add();
        routed.covered(ofSeconds(2));
        assertThat(routed.routed(first)).isEmpty();
        assertThat(routed.routed(second)).contains(ofSeconds(2));
    }

    @Test
    void a_position_never_goes_back() {
        routed.covered(ofSeconds(5));
        assertThat(routed.covered(ofSeconds(4))).isEqualTo(Optional.empty());
        int segment = routed.add();
        routed.covered(ofSeconds(4));
        assertThat(routed.routed(segment)).isEmpty();
    }
}
