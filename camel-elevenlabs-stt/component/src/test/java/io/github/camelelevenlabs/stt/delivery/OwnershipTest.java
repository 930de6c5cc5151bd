package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.threads.Alarm;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A call of the store shows for a while that a session is still ours, by two clocks. */
class OwnershipTest {

    private final ManualTime time = new ManualTime();
    /** How far the clock on the wall has jumped. */
    private Duration jumped = Duration.ZERO;

    private final SessionLoop clocks = new SessionLoop() {
        @Override
        public void execute(Runnable task) {
            time.execute(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return time.schedule(delay, task);
        }

        @Override
        public Alarm alarm(Runnable task) {
            return time.alarm(task);
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant instant() {
            return time.instant().plus(jumped);
        }
    };

    private Ownership opened(Duration took) {
        long began = clocks.nanoTime();
        time.advance(took);
        return new Ownership(clocks, began);
    }

    @Test
    void a_call_shows_it_for_a_tenth_of_a_second() {
        Ownership ownership = opened(Duration.ZERO);
        time.advance(ofMillis(100));
        assertThat(ownership.isFresh()).isTrue();
        time.advance(ofMillis(1));
        assertThat(ownership.isFresh()).isFalse();
    }

    @Test
    void the_next_call_shows_it_again() {
        Ownership ownership = opened(Duration.ZERO);
        time.advance(ofSeconds(10));
        ownership.shown(clocks.nanoTime(), clocks.instant());
        assertThat(ownership.isFresh()).isTrue();
    }

    @Test
    void a_process_that_slept_in_a_call_is_not_sure() {
        Ownership ownership = opened(Duration.ZERO);
        long began = clocks.nanoTime();
        Instant beganInstant = clocks.instant();
        time.advance(ofSeconds(3));
        ownership.shown(began, beganInstant);
        assertThat(ownership.isFresh()).isFalse();
    }

    @Test
    void a_store_that_always_takes_half_a_second_is_no_sign_of_a_pause() {
        Ownership ownership = opened(ofMillis(500));
        long began = clocks.nanoTime();
        Instant beganInstant = clocks.instant();
        time.advance(ofMillis(600));
        ownership.shown(began, beganInstant);
        assertThat(ownership.isFresh()).isTrue();
    }

    @Test
    void a_pause_that_only_the_clock_on_the_wall_has_seen_counts() {
        Ownership ownership = opened(Duration.ZERO);
        jumped = ofSeconds(5);
        assertThat(ownership.isFresh()).isFalse();
    }

    @Test
    void a_clock_that_jumps_back_counts_too_and_harms_no_longer_than_a_call() {
        Ownership ownership = opened(Duration.ZERO);
        jumped = ofSeconds(-3_600);
        assertThat(ownership.isFresh()).isFalse();
        ownership.shown(clocks.nanoTime(), clocks.instant());
        assertThat(ownership.isFresh()).isTrue();
    }
}
