package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.session.Admission.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermittedGateTest {

    private final List<String> turns = new ArrayList<>();
    private final SessionGate gate = new SessionGate();
    private final Permits permits = new Permits();
    private final Admission permitted = new PermittedGate(gate, permits);

    /** Gives permits when the test says so. */
    private static final class Permits implements SessionPermits {
        private final List<Runnable> asked = new ArrayList<>();
        private int left;
        private boolean broken;

        @Override
        public Place enter(int sessions, Runnable turn) {
            asked.add(turn);
            if (broken) {
                throw new IllegalStateException("a bug of the permits");
            }
            return () -> left++;
        }

        @Override
        public int count() {
            return 5;
        }

        @Override
        public int held() {
            return 0;
        }

        @Override
        public int waiting() {
            return 0;
        }
    }

    private Ticket enter(String name) {
        return permitted.enter(1, () -> turns.add(name));
    }

    @Test
    void a_session_waits_for_a_place_here_and_then_for_a_permit() {
        Ticket first = enter("first");
        enter("second");
        assertThat(permits.asked).as("the second one has no place yet").hasSize(1);
        assertThat(turns).isEmpty();
        permits.asked.get(0).run();
        assertThat(turns).containsExactly("first");
        first.leave();
        assertThat(permits.left).isEqualTo(1);
        assertThat(permits.asked).hasSize(2);
        permits.asked.get(1).run();
        assertThat(turns).containsExactly("first", "second");
    }

    @Test
    void a_session_that_gives_up_leaves_both_queues_once() {
        Ticket first = enter("first");
        Ticket second = enter("second");
        second.leave();
        first.leave();
        first.leave();
        assertThat(permits.left).as("the second one had asked for no permit").isEqualTo(1);
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_turn_that_fails_gives_up_its_place_and_its_permit() {
        permitted.enter(1, () -> {
            throw new IllegalStateException("a bug");
        });
        permits.asked.get(0).run();
        assertThat(permits.left).isEqualTo(1);
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_session_begins_without_a_permit_when_the_permits_fail() {
        permits.broken = true;
        Ticket first = enter("first");
        permits.asked.get(0).run();
        assertThat(turns).as("once, whatever the permits do").containsExactly("first");
        first.leave();
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_turn_that_comes_after_the_session_has_left_is_not_taken() {
        enter("first").leave();
        permits.asked.get(0).run();
        assertThat(turns).isEmpty();
    }

    @Test
    void the_most_sessions_are_the_least_of_what_both_allow() {
        assertThat(permitted.most(0)).isEqualTo(5);
        assertThat(permitted.most(3)).isEqualTo(3);
        assertThat(permitted.most(10)).isEqualTo(5);
    }
}
