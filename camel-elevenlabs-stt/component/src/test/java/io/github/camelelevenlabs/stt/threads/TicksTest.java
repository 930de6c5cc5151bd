package io.github.camelelevenlabs.stt.threads;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {

    private static final Duration LATE = ofMillis(10);

    private final ManualTime time = new ManualTime();
    private final CountingLoop loop = new CountingLoop();
    private final Ticks ticks = new Ticks(loop);
    private final List<String> ran = new ArrayList<>();

    /** Manual time, and how often a timer was set. */
    private final class CountingLoop implements SessionLoop {
        private int timersSet;

        @Override
        public void execute(Runnable task) {
            time.execute(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            timersSet++;
            return time.schedule(delay, task);
        }

        @Override
        public Alarm alarm(Runnable task) {
            return ticks.alarm(task);
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant instant() {
            return time.instant();
        }
    }

    private Alarm alarm(String name) {
        return ticks.alarm(() -> ran.add(name));
    }

    private long in(Duration wait) {
        return time.nanoTime() + wait.toNanos();
    }

    @Test
    void an_alarm_is_never_early_and_hardly_late() {
        Random random = new Random(1);
        List<Duration> lateness = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            time.advance(Duration.ofNanos(random.nextInt(3_000_000)));
            long due = time.nanoTime() + (long) random.nextInt(1_200_000) * 1_000;
            ticks.alarm(() -> lateness.add(Duration.ofNanos(time.nanoTime() - due)))
                    .set(due);
        }
        time.advance(ofSeconds(2));
        assertThat(lateness)
                .hasSize(2_000)
                .allSatisfy(late -> assertThat(late).isBetween(Duration.ZERO, LATE.minusNanos(1)));
    }

    @Test
    void an_alarm_for_a_time_that_has_passed_runs_with_the_next_tick() {
        time.advance(ofMillis(7));
        alarm("late").set(0);
        assertThat(ran).isEmpty();
        time.advance(LATE);
        assertThat(ran).containsExactly("late");
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 100, 320, 1_000})
    void a_pace_does_not_drift_within_an_hour(long millis) {
        long pace = ofMillis(millis).toNanos() + 1_234;
        Alarm[] paced = new Alarm[1];
        int[] count = new int[1];
        paced[0] = ticks.alarm(() -> paced[0].set(++count[0] * pace));
        paced[0].set(0);
        time.advance(Duration.ofHours(1));
        assertThat(count[0]).isEqualTo((int) (Duration.ofHours(1).toNanos() / pace) + 1);
    }

    @Test
    void an_alarm_that_is_cancelled_does_not_run_and_nothing_ticks() {
        Alarm cancelled = alarm("cancelled");
        cancelled.set(in(ofMillis(100)));
        cancelled.cancel();
        cancelled.cancel();
        assertThat(time.timers()).isZero();
        time.advance(ofSeconds(1));
        assertThat(ran).isEmpty();
        assertThat(loop.timersSet).isOne();
    }

    @Test
    void an_alarm_that_is_set_again_runs_once_and_at_its_last_time() {
        Alarm moved = alarm("moved");
        moved.set(in(ofMillis(20)));
        moved.set(in(ofMillis(500)));
        time.advance(ofMillis(499));
        assertThat(ran).isEmpty();
        moved.set(in(ofMillis(30)));
        time.advance(ofMillis(40));
        assertThat(ran).containsExactly("moved");
        time.advance(ofSeconds(2));
        assertThat(ran).containsExactly("moved");
        assertThat(time.timers()).isZero();
    }

    @Test
    void an_alarm_may_cancel_another_one_that_is_due_with_it() {
        Alarm second = alarm("second");
        Alarm first = ticks.alarm(second::cancel);
        first.set(in(ofMillis(100)));
        second.set(in(ofMillis(100)));
        time.advance(ofSeconds(1));
        assertThat(ran).isEmpty();
    }

    @Test
    void one_that_throws_takes_no_other_with_it() {
        alarm("before").set(in(ofMillis(100)));
        ticks.alarm(() -> {
                    throw new AssertionError("thrown");
                })
                .set(in(ofMillis(100)));
        alarm("behind").set(in(ofMillis(100)));
        alarm("later").set(in(ofMillis(200)));
        assertThatThrownBy(() -> time.advance(ofSeconds(1))).hasMessage("thrown");
        time.advance(ofSeconds(1));
        assertThat(ran).containsExactly("before", "behind", "later");
    }

    @Test
    void a_bug_in_the_alarm_of_a_guarded_loop_is_reported_there() {
        List<Throwable> bugs = new ArrayList<>();
        SessionLoop guarded = loop.guarded(bugs::add);
        guarded.alarm(() -> {
                    throw new AssertionError("thrown");
                })
                .set(in(ofMillis(100)));
        time.advance(ofSeconds(1));
        assertThat(bugs).singleElement().extracting(Throwable::getMessage).isEqualTo("thrown");
    }

    @Test
    void what_is_due_at_one_tick_runs_together_however_many_they_are() {
        int alarms = 10_000;
        Duration pace = ofMillis(100);
        int[] runs = new int[1];
        for (int i = 0; i < alarms; i++) {
            Alarm[] paced = new Alarm[1];
            long[] due = {in(pace.multipliedBy(i).dividedBy(alarms))};
            paced[0] = ticks.alarm(() -> {
                runs[0]++;
                due[0] += pace.toNanos();
                paced[0].set(due[0]);
            });
            paced[0].set(due[0]);
        }
        time.advance(ofSeconds(10));
        assertThat(runs[0]).isBetween(alarms * 99, alarms * 101);
        // Each of the 2,001 ticks, and each turn that has run as many as it may.
        assertThat(loop.timersSet).isLessThanOrEqualTo(2_001 + 1 + runs[0] / Ticks.MAX_PER_TURN);
    }

    @Test
    void what_the_sockets_bring_waits_for_a_few_alarms_only_and_no_alarm_is_left() {
        int alarms = 10 * Ticks.MAX_PER_TURN + 1;
        List<Integer> ranBefore = new ArrayList<>();
        for (int i = 0; i < alarms; i++) {
            alarm("alarm " + i).set(in(ofMillis(5)));
        }
        SessionLoop watched = new CountingLoop();
        watched.schedule(ofMillis(5), new Runnable() {
            @Override
            public void run() {
                ranBefore.add(ran.size());
                if (ran.size() < alarms) {
                    watched.schedule(Duration.ZERO, this);
                }
            }
        });
        time.advance(ofMillis(5));
        assertThat(ran).hasSize(alarms).doesNotHaveDuplicates();
        assertThat(ran.get(alarms - 1)).isEqualTo("alarm " + (alarms - 1));
        for (int i = 1; i < ranBefore.size(); i++) {
            assertThat(ranBefore.get(i) - ranBefore.get(i - 1)).isLessThanOrEqualTo(Ticks.MAX_PER_TURN);
        }
    }

    @Test
    void a_single_alarm_ticks_as_often_as_it_is_due() {
        Alarm[] paced = new Alarm[1];
        paced[0] = ticks.alarm(() -> paced[0].set(in(ofMillis(100))));
        paced[0].set(in(ofMillis(100)));
        time.advance(ofSeconds(60));
        assertThat(loop.timersSet).isBetween(600, 601);
    }

    @Test
    void after_a_loop_was_busy_for_long_all_that_is_due_runs_at_once() {
        for (int i = 1; i <= 100; i++) {
            alarm("alarm " + i).set(in(ofMillis(10L * i)));
        }
        Alarm busy = ticks.alarm(() -> time.pass(ofSeconds(30)));
        busy.set(in(ofMillis(1)));
        time.advance(ofMillis(5));
        time.settle();
        assertThat(ran).hasSize(100);
    }
}
