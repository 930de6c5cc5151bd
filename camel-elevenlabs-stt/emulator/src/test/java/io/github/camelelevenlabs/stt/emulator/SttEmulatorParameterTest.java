package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SttEmulatorExtension.class)
class SttEmulatorParameterTest {
    private static SttEmulator first;

    @RepeatedTest(2)
    void each_test_of_the_class_is_given_the_same_emulator_with_nothing_recorded(SttEmulator emulator) {
        first = first == null ? emulator : first;
        assertThat(emulator).isSameAs(first);
        assertThat(emulator.sessions()).isEmpty();
        RealtimeClient.start(emulator, "").close();
        assertThat(emulator.sessions()).hasSize(1);
    }
}
