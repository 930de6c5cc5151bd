package io.github.camelelevenlabs.stt.repository;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.repository.SessionPermits.Place;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Permits are leases: renewed in time, lost, and free again. */
class PermitLeasesTest extends PermitsTestBase {

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
}
