package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    @Test
    void the_same_seed_makes_the_same_faults_and_another_seed_others() {
        assertThat(FaultPlan.random(7)).hasToString(FaultPlan.random(7).toString());
        assertThat(FaultPlan.random(7).toString())
                .isNotEqualTo(FaultPlan.random(8).toString());
    }

    @Test
    void each_of_the_first_connections_has_one_fault_and_the_description_names_it() {
        String text = FaultPlan.random(1)
                .kinds(FaultPlan.Kind.HANG_UP, FaultPlan.Kind.RESET)
                .connections(3)
                .withinAudio(ofSeconds(2))
                .toString();
        assertThat(text)
                .matches(
                        "seed 1: connection 1, AfterAudio\\[audio=PT[01]\\.?\\d*S]: Do\\[fault=(HangUp|DropConnection)\\[]]"
                                + "\nconnection 2, .*\nconnection 3, .*");
    }

    @Test
    void faults_happen_within_the_requested_audio() {
        ServiceOnDesk service = ServiceOnDesk.asMeasured();
        service.script()
                .follow(FaultPlan.random(3)
                        .kinds(FaultPlan.Kind.RESET)
                        .connections(20)
                        .withinAudio(ofSeconds(2)));
        for (int i = 0; i < 20; i++) {
            assertThat(service.start("").silence(ofSeconds(2)).end()).isEqualTo("reset");
        }
        assertThat(service.start("").silence(ofSeconds(2)).end()).isEqualTo("open");
    }

    @Test
    void every_kind_can_be_planned() {
        for (FaultPlan.Kind kind : FaultPlan.Kind.values()) {
            assertThat(FaultPlan.random(5).kinds(kind).connections(1).toString())
                    .startsWith("seed 5: connection 1, ");
        }
    }

    @Test
    void an_emulator_follows_its_plan_again_after_a_reset() {
        FaultPlan plan = FaultPlan.random(2).kinds(FaultPlan.Kind.NEVER_STARTED).connections(1);
        try (SttEmulator emulator =
                SttEmulator.builder().behaviour(Behaviour.prompt()).faults(plan).start()) {
            for (int i = 0; i < 2; i++) {
                try (RealtimeClient first = RealtimeClient.connect(emulator, "");
                        RealtimeClient second = RealtimeClient.start(emulator, "")) {
                    assertThat(first.types()).isEmpty();
                    assertThat(second.types()).containsExactly("session_started");
                }
                emulator.reset();
            }
        }
    }

    @Test
    void a_plan_without_connections_or_audio_is_refused() {
        assertThatThrownBy(() -> FaultPlan.random(1).connections(0))
                .hasMessage("connections must be at least 1, was 0");
        assertThatThrownBy(() -> FaultPlan.random(1).withinAudio(Duration.ZERO))
                .hasMessage("withinAudio must be at least 1 ms, was PT0S");
    }
}
