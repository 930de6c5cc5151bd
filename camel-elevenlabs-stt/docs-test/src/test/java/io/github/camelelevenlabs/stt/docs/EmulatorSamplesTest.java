package io.github.camelelevenlabs.stt.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.SwallowCommitAnswer;
import io.github.camelelevenlabs.stt.emulator.Quirks;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the samples of the emulator's page that no other test runs. */
class EmulatorSamplesTest {

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey("secret"));

    @Test
    void an_emulator_in_a_field_knows_its_address() {
        assertThat(emulator.uri()).hasScheme("ws").hasHost("127.0.0.1");
    }

    @Test
    void behaviour_and_quirks_are_switched() {
        SttEmulator emulator = SttEmulator.builder()
                .behaviour(Behaviour.service()
                        .with(b ->
                                b.idleTimeout(ofSeconds(5)).quirks(Quirks.of(q -> q.configEcho(ConfigEcho.JULY_2026)))))
                .start();
        assertThat(emulator.sessions()).isEmpty();
        emulator.stop();
    }

    @Test
    void scripted_faults_happen_at_their_moment() {
        try (SttEmulator emulator = SttEmulator.start()) {
            emulator.script()
                    .onConnection(1)
                    .afterAudio(ofSeconds(2))
                    .fault(new DropConnection())
                    .onReconnect()
                    .onCommit(1)
                    .fault(new SwallowCommitAnswer())
                    .onReconnect()
                    .onceStarted()
                    .fault(ServiceError.QUOTA_EXCEEDED.asSeen());
            assertThat(emulator.script())
                    .asString()
                    .contains("DropConnection", "SwallowCommitAnswer", "quota_exceeded");
        }
    }
}
