package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelGateTest {

    private final SessionGate gate = new SessionGate();
    private final ChannelGate stereo = new ChannelGate(gate, 2);
    private final List<String> turns = new ArrayList<>();

    @Test
    void all_channels_are_admitted_together_or_wait_together() {
        Admission.Ticket other = gate.enter(2, () -> turns.add("other"));
        stereo.enter(2, () -> turns.add("left"));
        stereo.enter(2, () -> turns.add("right"));
        assertThat(turns).containsExactly("other");
        other.leave();
        assertThat(turns).containsExactly("other", "left", "right");
        assertThat(gate.open()).isEqualTo(2);
    }

    @Test
    void two_recordings_do_not_hold_half_of_the_places_each() {
        ChannelGate another = new ChannelGate(gate, 2);
        Admission.Ticket left = stereo.enter(3, () -> turns.add("left"));
        another.enter(3, () -> turns.add("another left"));
        Admission.Ticket right = stereo.enter(3, () -> turns.add("right"));
        another.enter(3, () -> turns.add("another right"));
        assertThat(turns).containsExactly("left", "right");
        left.leave();
        assertThat(turns).hasSize(2);
        right.leave();
        assertThat(turns).containsExactly("left", "right", "another left", "another right");
    }

    @Test
    void a_channel_that_leaves_before_its_turn_is_not_admitted() {
        Admission.Ticket other = gate.enter(2, () -> {});
        Admission.Ticket left = stereo.enter(2, () -> turns.add("left"));
        stereo.enter(2, () -> turns.add("right"));
        left.leave();
        other.leave();
        assertThat(turns).containsExactly("right");
    }

    @Test
    void the_next_connection_of_a_channel_takes_a_place_of_its_own() {
        stereo.enter(3, () -> turns.add("left"));
        stereo.enter(3, () -> turns.add("right"));
        Admission.Ticket next = stereo.enter(3, () -> turns.add("next left"));
        stereo.enter(3, () -> turns.add("next right"));
        assertThat(turns).containsExactly("left", "right", "next left");
        next.leave();
        assertThat(turns).endsWith("next right");
        assertThat(gate.open()).isEqualTo(3);
    }

    @Test
    void no_place_is_held_when_all_channels_have_left() {
        Admission.Ticket left = stereo.enter(0, () -> turns.add("left"));
        left.leave();
        left.leave();
        assertThat(gate.open()).isZero();
        stereo.enter(2, () -> turns.add("again"));
        assertThat(turns).containsExactly("left", "again");
        assertThat(gate.open()).isEqualTo(2);
    }

    @Test
    void a_channel_whose_turn_fails_does_not_fail_the_other() {
        Admission.Ticket other = gate.enter(2, () -> {});
        stereo.enter(2, () -> {
            throw new IllegalStateException("a turn that throws");
        });
        Admission.Ticket right = stereo.enter(2, () -> turns.add("right"));
        other.leave();
        assertThat(turns).containsExactly("right");
        assertThat(gate.open()).isEqualTo(2);
        right.leave();
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_waiting_recording_does_not_delay_one_with_another_limit() {
        gate.enter(0, () -> turns.add("long"));
        stereo.enter(2, () -> turns.add("left"));
        stereo.enter(2, () -> turns.add("right"));
        ChannelGate roomy = new ChannelGate(gate, 2);
        roomy.enter(4, () -> turns.add("roomy left"));
        roomy.enter(4, () -> turns.add("roomy right"));
        assertThat(turns).containsExactly("long", "roomy left", "roomy right");
    }
}
