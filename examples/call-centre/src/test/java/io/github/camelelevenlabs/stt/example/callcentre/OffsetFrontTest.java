package io.github.camelelevenlabs.stt.example.callcentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OffsetFrontTest {

    private final OffsetFront front = new OffsetFront(10);

    private void read(long... offsets) {
        for (long offset : offsets) {
            front.read(offset);
        }
    }

    private void done(long... offsets) {
        for (long offset : offsets) {
            front.done(offset);
        }
    }

    @Test
    void stays_where_it_is_as_long_as_nothing_is_done() {
        assertThat(front.position()).isEqualTo(10);
        read(10, 11);
        assertThat(front.position()).isEqualTo(10);
        assertThat(front.unfinished()).isEqualTo(2);
    }

    @Test
    void moves_to_the_first_record_that_is_not_done() {
        read(10, 11, 12, 13);
        done(11, 12);
        assertThat(front.position()).isEqualTo(10);
        done(10);
        assertThat(front.position()).isEqualTo(13);
        assertThat(front.unfinished()).isEqualTo(1);
    }

    @Test
    void moves_behind_the_last_record_when_all_are_done() {
        read(10, 11);
        done(11, 10);
        assertThat(front.position()).isEqualTo(12);
        read(12);
        assertThat(front.position()).isEqualTo(12);
    }

    @Test
    void goes_over_offsets_that_are_left_out() {
        read(12, 20);
        assertThat(front.position()).isEqualTo(12);
        done(12);
        assertThat(front.position()).isEqualTo(20);
        done(20);
        assertThat(front.position()).isEqualTo(21);
    }

    @Test
    void a_record_may_be_done_twice() {
        read(10, 11);
        done(10, 10);
        assertThat(front.position()).isEqualTo(11);
        assertThat(front.unfinished()).isEqualTo(1);
    }

    @Test
    void a_record_that_was_read_before_is_refused() {
        read(10, 11);
        assertThatThrownBy(() -> front.read(11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("offset 11 was read after 11");
    }
}
