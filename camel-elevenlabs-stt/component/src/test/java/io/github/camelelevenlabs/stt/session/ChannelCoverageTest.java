package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelCoverageTest {

    private final ChannelCoverage coverage = new ChannelCoverage();

    @BeforeEach
    void two_channels() {
        coverage.add(ofSeconds(1));
        coverage.add(ofSeconds(2));
    }

    private static Segment segment(int index) {
        return new Segment(index, "said", null, List.of());
    }

    private void saysAtOnce(int channel, Duration through) {
        Segment said = segment(0);
        coverage.holds(channel, said, through);
        coverage.goes(channel, said);
    }

    @Test
    void a_source_is_covered_as_far_as_the_channel_that_is_covered_least() {
        assertThat(coverage.least()).isEqualTo(ofSeconds(1));
        saysAtOnce(0, ofSeconds(5));
        assertThat(coverage.least()).isEqualTo(ofSeconds(2));
        coverage.reached(1, ofSeconds(4));
        assertThat(coverage.least()).isEqualTo(ofSeconds(4));
    }

    @Test
    void what_is_held_back_covers_nothing_yet() {
        Segment first = segment(0);
        coverage.holds(0, first, ofSeconds(5));
        coverage.reached(0, ofSeconds(6));
        coverage.reached(1, ofSeconds(9));
        assertThat(coverage.least()).isEqualTo(ofSeconds(1));
        assertThat(coverage.goes(0, first)).isEqualTo(ofSeconds(6));
        assertThat(coverage.least()).isEqualTo(ofSeconds(6));
    }

    @Test
    void a_segment_that_goes_before_an_earlier_one_of_its_channel_covers_nothing_until_that_has_gone() {
        Segment first = segment(0);
        Segment second = segment(1);
        coverage.holds(0, first, ofSeconds(5));
        coverage.holds(0, second, ofSeconds(8));
        assertThat(coverage.goes(0, second)).isEqualTo(ofSeconds(1));
        assertThat(coverage.goes(0, first)).isEqualTo(ofSeconds(8));
    }
}
