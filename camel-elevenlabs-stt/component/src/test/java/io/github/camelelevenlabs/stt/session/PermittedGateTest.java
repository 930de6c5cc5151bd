package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.session.Admission.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermittedGateTest {

    private final List<String> turns = new ArrayList<>();
    private final SessionGate gate = new SessionGate();
    private final ScriptedPermits permits = new ScriptedPermits();
    private final Admission permitted = new PermittedGate(gate, permits);

    private Ticket enter(String name) {
        return permitted.enter(1, () -> turns.add(name));
    }

    @Test
    void a_session_waits_for_a_place_here_and_then_for_a_permit() {
        Ticket first = enter("first");
        enter("second");
        assertThat(permits.asked()).as("the second one has no place yet").isEqualTo(1);
        assertThat(turns).isEmpty();
        permits.give(0);
        assertThat(turns).containsExactly("first");
        first.leave();
        assertThat(permits.left()).isEqualTo(1);
        assertThat(permits.asked()).isEqualTo(2);
        permits.give(1);
        assertThat(turns).containsExactly("first", "second");
    }

    @Test
    void a_session_that_gives_up_leaves_both_queues_once() {
        Ticket first = enter("first");
        Ticket second = enter("second");
        second.leave();
        first.leave();
        first.leave();
        assertThat(permits.left()).as("the second one had asked for no permit").isEqualTo(1);
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_turn_that_fails_gives_up_its_place_and_its_permit() {
        permitted.enter(1, () -> {
            throw new IllegalStateException("a bug");
        });
        permits.give(0);
        assertThat(permits.left()).isEqualTo(1);
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_session_begins_without_a_permit_when_the_permits_fail() {
        permits.fail();
        Ticket first = enter("first");
        permits.give(0);
        assertThat(turns).as("once, whatever the permits do").containsExactly("first");
        first.leave();
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_turn_that_comes_after_the_session_has_left_is_not_taken() {
        enter("first").leave();
        permits.give(0);
        assertThat(turns).isEmpty();
    }

    @Test
    void the_most_sessions_are_the_least_of_what_both_allow() {
        assertThat(permitted.most(0)).isEqualTo(5);
        assertThat(permitted.most(3)).isEqualTo(3);
        assertThat(permitted.most(10)).isEqualTo(5);
    }
}
