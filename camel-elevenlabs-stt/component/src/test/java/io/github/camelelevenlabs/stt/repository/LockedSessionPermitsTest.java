package io.github.camelelevenlabs.stt.repository;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.repository.SessionPermits.Place;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockedSessionPermitsTest {

    private static final Duration LEASE = ofSeconds(30);

    /** Longer than the longest time between two questions, of which one is left to others. */
    private static final Duration A_MOMENT = ofSeconds(2);

    private final ManualTime time = new ManualTime();
    private final ScriptedLocks locks = new ScriptedLocks(time);
    /** Time that passes while the store is asked. */
    private Duration spent = Duration.ZERO;

    private final List<String> turns = new ArrayList<>();

    /** An instance of an application; its store's thread sleeps while the instance does. */
    private final class Instance extends StoreThread {
        private final LockedSessionPermits permits;
        private final List<Runnable> missed = new ArrayList<>();
        private boolean asleep;

        private Instance(int count) {
            permits = new LockedSessionPermits(locks, count, "account", LEASE, this);
        }

        private Place enter(String name) {
            return permits.enter(1, () -> turns.add(name));
        }

        private void sleep() {
            asleep = true;
        }

        private void wakeUp() {
            asleep = false;
            missed.forEach(time::execute);
            missed.clear();
            time.settle();
        }

        @Override
        void execute(Runnable task) {
            time.execute(() -> run(task));
        }

        @Override
        void schedule(Duration delay, Runnable task) {
            time.schedule(delay, () -> run(task));
        }

        private void run(Runnable task) {
            if (asleep) {
                missed.add(task);
            } else {
                task.run();
            }
        }

        @Override
        long nanoTime() {
            return time.nanoTime() + spent.toNanos();
        }
    }

    private static List<String> logged(CapturedLog log) {
        return log.of(LockedSessionPermits.class).stream()
                .filter(line -> !line.startsWith("DEBUG") && !line.startsWith("TRACE"))
                .toList();
    }

    @Test
    void sessions_get_permits_up_to_the_number_and_the_next_one_waits_until_another_leaves() {
        Instance one = new Instance(2);
        Place first = one.enter("first");
        one.enter("second");
        one.enter("third");
        time.advance(ofMinutes(1));
        assertThat(turns).containsExactly("first", "second");
        assertThat(one.permits.held()).isEqualTo(2);
        assertThat(one.permits.waiting()).isEqualTo(1);
        first.leave();
        time.advance(A_MOMENT);
        assertThat(turns).containsExactly("first", "second", "third");
        assertThat(locks.locked()).isEqualTo(2);
    }

    @Test
    void a_free_permit_costs_one_question_and_no_wait() {
        Instance one = new Instance(5);
        one.enter("first");
        time.settle();
        assertThat(turns).containsExactly("first");
        assertThat(locks.questions()).isEqualTo(1);
    }

    @Test
    void instances_together_have_no_more_sessions_than_there_are_permits() {
        Instance one = new Instance(3);
        Instance other = new Instance(3);
        IntStream.range(0, 2).forEach(n -> one.enter("one"));
        IntStream.range(0, 4).forEach(n -> other.enter("other"));
        time.advance(ofMinutes(5));
        assertThat(turns).hasSize(3);
        assertThat(one.permits.held() + other.permits.held()).isEqualTo(3);
        assertThat(locks.locked()).isEqualTo(3);
    }

    @Test
    void a_permit_that_no_session_needs_is_given_back_at_once() {
        Instance one = new Instance(2);
        Place first = one.enter("first");
        time.settle();
        first.leave();
        first.leave();
        time.settle();
        assertThat(locks.locked()).isZero();
        assertThat(one.permits.held()).isZero();
    }

    @Test
    void a_session_that_leaves_the_queue_gets_no_turn_and_its_permit_goes_to_the_next() {
        Instance one = new Instance(1);
        Place first = one.enter("first");
        Place second = one.enter("second");
        one.enter("third");
        time.settle();
        second.leave();
        first.leave();
        time.advance(A_MOMENT);
        assertThat(turns).containsExactly("first", "third");
    }

    @Test
    void permits_are_renewed_as_long_as_their_sessions_last() {
        Instance one = new Instance(1);
        Instance other = new Instance(1);
        one.enter("one");
        time.settle();
        other.enter("other");
        time.advance(Duration.ofHours(2));
        assertThat(turns).containsExactly("one");
    }

    @Test
    void the_permit_of_an_instance_that_died_is_free_when_its_lease_is_over() {
        Instance dead = new Instance(1);
        dead.enter("dead");
        time.advance(LEASE.multipliedBy(2));
        dead.sleep();
        Instance other = new Instance(1);
        other.enter("other");
        time.advance(LEASE.dividedBy(2));
        assertThat(turns).containsExactly("dead");
        time.advance(LEASE.dividedBy(2).plus(A_MOMENT));
        assertThat(turns).containsExactly("dead", "other");
    }

    @Test
    void an_instance_that_slept_keeps_its_sessions_and_begins_none_until_it_has_permits_for_them() {
        Instance sleeper = new Instance(2);
        Instance other = new Instance(2);
        Place slept = sleeper.enter("slept");
        time.settle();
        sleeper.sleep();
        time.advance(LEASE.plusSeconds(1));
        Place first = other.enter("first");
        Place second = other.enter("second");
        time.advance(A_MOMENT);
        try (CapturedLog log = CapturedLog.everything()) {
            sleeper.wakeUp();
            assertThat(logged(log))
                    .singleElement()
                    .asString()
                    .startsWith("WARN Session permits account were lost")
                    .contains("their sessions go on, 1 without a permit");
        }
        sleeper.enter("next");
        first.leave();
        time.advance(A_MOMENT);
        assertThat(turns)
                .as("the free permit is for the session that runs")
                .containsExactly("slept", "first", "second");
        assertThat(sleeper.permits.held()).isEqualTo(1);
        second.leave();
        time.advance(A_MOMENT);
        assertThat(turns).endsWith("next");
        slept.leave();
        time.advance(A_MOMENT);
        assertThat(locks.locked()).isEqualTo(1);
    }

    @Test
    void an_instance_that_slept_begins_no_session_before_it_has_asked_the_store() {
        Instance sleeper = new Instance(1);
        Place slept = sleeper.enter("slept");
        time.settle();
        sleeper.enter("next");
        sleeper.sleep();
        time.advance(LEASE.plusSeconds(1));
        new Instance(1).enter("other");
        time.settle();
        slept.leave();
        sleeper.wakeUp();
        time.advance(ofMinutes(1));
        assertThat(turns).containsExactly("slept", "other");
    }

    @Test
    void a_store_that_is_away_is_asked_again_until_it_is_back_and_two_lines_say_so() {
        Instance one = new Instance(1);
        locks.away(true);
        try (CapturedLog log = CapturedLog.everything()) {
            one.enter("first");
            time.advance(ofMinutes(1));
            assertThat(turns).isEmpty();
            locks.away(false);
            time.advance(A_MOMENT);
            assertThat(turns).containsExactly("first");
            assertThat(logged(log))
                    .containsExactly(
                            "WARN The store of the session permits account cannot be used; sessions wait until it can: connection"
                                    + " refused",
                            "INFO The store of the session permits account can be used again");
        }
    }

    @Test
    void a_store_that_is_away_for_less_than_a_lease_costs_no_permit() {
        Instance one = new Instance(1);
        one.enter("first");
        time.settle();
        locks.away(true);
        time.advance(LEASE.multipliedBy(2).dividedBy(3).plusSeconds(1));
        locks.away(false);
        time.advance(ofMinutes(1));
        assertThat(one.permits.held()).isEqualTo(1);
        assertThat(locks.locked()).isEqualTo(1);
    }

    @Test
    void channels_that_open_together_never_wait_for_each_others_half() {
        Instance one = new Instance(2);
        Instance other = new Instance(2);
        Place first = one.permits.enter(2, () -> turns.add("one"));
        Place second = other.permits.enter(2, () -> turns.add("other"));
        time.advance(A_MOMENT);
        assertThat(turns).hasSize(1);
        (turns.contains("one") ? first : second).leave();
        time.advance(ofMinutes(1));
        assertThat(turns).containsExactlyInAnyOrder("one", "other");
    }

    @Test
    void an_instance_with_endless_work_leaves_permits_to_another() {
        Instance busy = new Instance(1);
        Instance modest = new Instance(1);
        endlessly(busy);
        time.advance(A_MOMENT);
        Place waiting = modest.enter("modest");
        time.advance(LEASE.plusSeconds(2).plus(A_MOMENT));
        assertThat(turns)
                .as("it has the first permit that was passed on for a lease")
                .contains("modest");
        waiting.leave();
        time.advance(ofMinutes(10));
        assertThat(turns.size()).as("a permit given up costs little time").isGreaterThan(250);
    }

    /** One session of two seconds after the other. */
    private void endlessly(Instance instance) {
        Place[] place = new Place[1];
        place[0] = instance.permits.enter(1, () -> {
            turns.add("busy");
            time.schedule(ofSeconds(2), () -> {
                endlessly(instance);
                place[0].leave();
            });
        });
    }

    @Test
    void a_turn_that_fails_gives_its_permit_back() {
        Instance one = new Instance(1);
        one.permits.enter(1, () -> {
            throw new IllegalStateException("a bug");
        });
        one.enter("next");
        time.advance(ofMillis(2_000));
        assertThat(turns).containsExactly("next");
    }

    @Test
    void an_instance_that_slept_does_not_renew_the_lock_that_another_one_on_its_host_has_taken() {
        locks.onOneHost();
        Instance sleeper = new Instance(1);
        Place slept = sleeper.enter("slept");
        time.settle();
        sleeper.enter("next");
        sleeper.sleep();
        time.advance(LEASE.plusSeconds(1));
        Place first = new Instance(1).enter("first");
        time.settle();
        sleeper.wakeUp();
        assertThat(sleeper.permits.held()).isZero();
        slept.leave();
        time.advance(ofMinutes(1));
        assertThat(turns).containsExactly("slept", "first");
        first.leave();
        time.advance(A_MOMENT);
        assertThat(turns).endsWith("next");
    }

    @Test
    void leases_that_end_while_the_store_does_not_answer_count_as_lost_at_once() {
        Instance one = new Instance(2);
        one.enter("first");
        time.settle();
        one.sleep();
        time.advance(LEASE);
        assertThat(one.permits.held()).isZero();
        try (CapturedLog log = CapturedLog.everything()) {
            one.enter("next");
            assertThat(logged(log))
                    .containsExactly(
                            "WARN Session permits account were lost, because they could not be renewed in time; their"
                                    + " sessions go on, 1 without a permit, and no other begins until there are permits for them");
            one.wakeUp();
            time.advance(A_MOMENT);
            assertThat(logged(log)).endsWith("INFO There are session permits account again for all sessions that run");
        }
        assertThat(turns).containsExactly("first", "next");
    }

    @Test
    void a_renewal_that_is_answered_after_the_end_of_the_lease_comes_too_late() {
        Instance one = new Instance(1);
        one.enter("first");
        time.settle();
        locks.onQuestion(() -> spent = spent.plus(LEASE));
        time.advance(LEASE.dividedBy(3));
        assertThat(one.permits.held()).isZero();
    }

    @Test
    void a_permit_that_took_long_to_get_is_renewed_a_third_of_its_lease_after_the_question() {
        Instance one = new Instance(1);
        locks.onQuestion(() -> {
            spent = LEASE.dividedBy(2);
            locks.onQuestion(() -> {});
        });
        one.enter("first");
        time.settle();
        assertThat(locks.questions()).as("taken, and renewed at once").isEqualTo(2);
        time.advance(LEASE.dividedBy(2));
        assertThat(one.permits.held()).isEqualTo(1);
    }

    @Test
    void no_session_begins_with_a_permit_that_is_late_to_be_renewed() {
        Instance one = new Instance(1);
        locks.onQuestion(() -> {
            spent = LEASE.multipliedBy(2).dividedBy(3);
            locks.onQuestion(() -> locks.away(true));
        });
        one.enter("first");
        time.settle();
        assertThat(turns).isEmpty();
        locks.onQuestion(() -> {});
        locks.away(false);
        time.advance(A_MOMENT);
        assertThat(turns).containsExactly("first");
    }

    @Test
    void renewals_that_are_due_do_not_wait_for_all_questions_of_a_slow_store() {
        Instance other = new Instance(20);
        IntStream.range(0, 19).forEach(n -> other.enter("other"));
        time.settle();
        Instance one = new Instance(20);
        one.enter("one");
        time.settle();
        int before = locks.questions();
        locks.onQuestion(() -> spent = spent.plus(LEASE.dividedBy(6)));
        one.enter("next");
        time.settle();
        assertThat(locks.questions() - before).isEqualTo(2);
    }

    @Test
    void a_round_asks_for_fifty_permits_at_most_and_the_next_one_goes_on_with_others() {
        Instance other = new Instance(120);
        List<Place> places =
                IntStream.range(0, 120).mapToObj(n -> other.enter("other")).toList();
        time.advance(ofSeconds(3));
        Instance one = new Instance(120);
        one.enter("one");
        int before = locks.questions();
        time.settle();
        assertThat(locks.questions() - before).isEqualTo(LockedSessionPermits.MAX_QUESTIONS);
        places.get(0).leave();
        time.advance(ofSeconds(3));
        assertThat(turns).endsWith("one");
    }

    @Test
    void channels_that_open_together_get_their_permits_though_single_sessions_of_others_never_end() {
        Instance busy = new Instance(2);
        endlessly(busy);
        time.advance(ofSeconds(1));
        endlessly(busy);
        time.advance(A_MOMENT);
        Instance modest = new Instance(2);
        modest.permits.enter(2, () -> turns.add("modest"));
        for (int second = 0; second < 600 && !turns.contains("modest"); second++) {
            time.advance(ofSeconds(1));
        }
        assertThat(turns).contains("modest");
    }

    @Test
    void the_permits_of_a_group_that_cannot_get_enough_are_given_back() {
        new Instance(2).enter("other");
        time.settle();
        Instance one = new Instance(2);
        one.permits.enter(2, () -> turns.add("group"));
        time.advance(A_MOMENT);
        assertThat(one.permits.held()).as("collects").isEqualTo(1);
        boolean gaveBack = false;
        for (int step = 0; step < 400 && !gaveBack; step++) {
            time.advance(ofMillis(100));
            gaveBack = one.permits.held() == 0;
        }
        assertThat(gaveBack).isTrue();
    }

    @Test
    void turns_that_end_at_once_do_not_nest() {
        Instance one = new Instance(1);
        Place first = one.enter("first");
        time.settle();
        List<Place> places = new ArrayList<>();
        for (int n = 0; n < 20_000; n++) {
            int number = n;
            places.add(one.permits.enter(1, () -> {
                turns.add("short");
                places.get(number).leave();
            }));
        }
        first.leave();
        assertThat(turns).hasSize(20_001);
        assertThat(one.permits.waiting()).isZero();
    }

    @Test
    void a_component_that_stops_can_wait_until_its_permits_are_given_back() {
        Instance one = new Instance(1);
        Place first = one.enter("first");
        time.settle();
        first.leave();
        assertThat(locks.locked()).isEqualTo(1);
        assertThat(one.permits.giveBack()).isNotCompleted();
        var given = one.permits.giveBack();
        time.settle();
        assertThat(given).isCompleted();
        assertThat(locks.locked()).isZero();
    }

    @Test
    void permits_that_cannot_be_given_back_are_free_when_the_store_is_back_or_their_lease_is_over() {
        Instance one = new Instance(2);
        Place group = one.permits.enter(2, () -> turns.add("group"));
        time.settle();
        locks.away(true);
        group.leave();
        time.settle();
        locks.away(false);
        time.advance(A_MOMENT);
        assertThat(locks.locked()).as("nobody knows of the first one").isEqualTo(1);
        assertThat(one.permits.held()).isZero();
        time.advance(LEASE);
        assertThat(locks.locked()).isZero();
    }

    @Test
    void a_provider_that_does_not_extend_locks_is_reported_for_what_it_is() {
        locks.neverExtend();
        Instance one = new Instance(1);
        one.enter("first");
        try (CapturedLog log = CapturedLog.everything()) {
            time.advance(LEASE.dividedBy(2));
            assertThat(logged(log))
                    .containsExactly(
                            "WARN The store of the session permits account cannot be used; sessions wait until it can:"
                                    + " its LockProvider does not extend locks; use one that does");
        }
    }

    @Test
    void a_number_a_lease_or_a_group_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> new LockedSessionPermits(locks, 0)).hasMessage("count=0 is not allowed; 1 or more is");
        assertThatThrownBy(() -> new LockedSessionPermits(locks, 1, "account", ofSeconds(2)))
                .hasMessage("lease=PT2S is not allowed; 3 s to 1 h is");
        assertThatThrownBy(() -> new LockedSessionPermits(locks, 1, " ", LEASE))
                .hasMessage("a name of 1 characters is not allowed; 1 to 50 are, and not only spaces");
        assertThatThrownBy(() -> new LockedSessionPermits(locks, 1, "n".repeat(51), LEASE))
                .hasMessage("a name of 51 characters is not allowed; 1 to 50 are, and not only spaces");
        assertThatThrownBy(() -> new Instance(1).permits.enter(2, () -> {}))
                .hasMessage("2 sessions cannot get permits together where there are 1");
    }
}
