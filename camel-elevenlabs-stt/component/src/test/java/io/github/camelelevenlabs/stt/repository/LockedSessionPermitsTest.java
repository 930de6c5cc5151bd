package io.github.camelelevenlabs.stt.repository;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.repository.SessionPermits.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has a permit next, and how many there are. */
class LockedSessionPermitsTest extends PermitsTestBase {

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
