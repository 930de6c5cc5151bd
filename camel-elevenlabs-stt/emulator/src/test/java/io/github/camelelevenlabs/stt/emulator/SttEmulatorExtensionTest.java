package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.MethodName.class)
@TestClassOrder(ClassOrderer.ClassName.class)
class SttEmulatorExtensionTest {

    @RegisterExtension
    static final SttEmulatorExtension shared = new SttEmulatorExtension();

    @RegisterExtension
    final SttEmulatorExtension own = new SttEmulatorExtension();

    private static void connectsAsTheFirst(SttEmulatorExtension emulator) {
        assertThat(emulator.sessions()).isEmpty();
        try (RealtimeClient client = RealtimeClient.start(emulator.emulator(), "")) {
            assertThat(client.isClosed()).isFalse();
        }
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(emulator.violations()).isEmpty();
        assertThat(emulator.uri()).isEqualTo(emulator.emulator().uri());
    }

    @RepeatedTest(2)
    void each_test_begins_with_nothing_recorded() {
        connectsAsTheFirst(shared);
    }

    @RepeatedTest(2)
    void each_test_may_have_its_own() {
        connectsAsTheFirst(own);
    }

    @Nested
    class InOneNestedClass {
        @Test
        void it_still_serves() {
            connectsAsTheFirst(shared);
        }
    }

    @Nested
    class InTheNext {
        @Test
        void it_still_serves() {
            connectsAsTheFirst(shared);
        }
    }
}
