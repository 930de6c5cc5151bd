package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The conformance run itself, with emulators standing in for the service. */
@Tag("full")
class ConformanceIT {
    private static final double SPEED = 10;

    private final Conformance conformance = new Conformance();
    private final List<String> log = new ArrayList<>();

    private List<String> compare(Behaviour behaviour) {
        try (SttEmulator service = keyed(behaviour);
                SttEmulator emulator = keyed(Behaviour.service())) {
            return conformance.compare(
                    new Service(service.uri(), "the-key", SPEED), new Service(emulator.uri(), "the-key", SPEED), log);
        }
    }

    private static SttEmulator keyed(Behaviour behaviour) {
        return SttEmulator.builder()
                .recogniser(Recogniser.script("Welcome to the harbour office."))
                .behaviour(behaviour)
                .apiKey("the-key")
                .speed(SPEED)
                .start();
    }

    @Test
    void finds_no_difference_between_equal_services() {
        assertThat(compare(Behaviour.service())).isEmpty();
        assertThat(log).hasSameSizeAs(conformance.checks()).allMatch(line -> line.endsWith("facts are the same"));
    }

    @Test
    void finds_every_difference() {
        Behaviour other = Behaviour.service()
                .with(b -> b.twinOrder(Behaviour.TwinOrder.TIMED_FIRST)
                        .commitFloorAudio(ofMillis(100))
                        .autoCommitAudio(ofSeconds(12))
                        .idleTimeout(ofSeconds(5))
                        .unauthorised(new Fault.SendError("auth_error", "Go away.").andClose(1008))
                        .quirks(Quirks.of(q -> q.configEcho(ConfigEcho.JULY_2026)
                                .inputErrorCloses(true)
                                .charactersAsText(true)
                                .badKeytermsIgnored(true))));
        assertThat(compare(other))
                .contains(
                        "a wrong key, errors: the service has '[Go away.]', the emulator "
                                + "'[You must be authenticated to use this endpoint.]'",
                        "a wrong key, close: the service has '1008 auth_error', the emulator '1000 '",
                        "the settings of a session, commit_strategy: the service has '\"vad\"', the emulator nothing",
                        "the settings of a session, vad_commit_strategy: the service has nothing, the emulator 'true'",
                        "messages that are none, no JSON leaves the session open: the service has 'false', the emulator 'true'",
                        "a commit with word times, answer: the service has '[committed_transcript_with_timestamps, "
                                + "committed_transcript]', the emulator '[committed_transcript, "
                                + "committed_transcript_with_timestamps]'",
                        "a commit with word times, fields of a character: the service has '[]', the emulator "
                                + "'[end, start, text]'",
                        "a commit unasked, how many: the service has '3', the emulator '1'")
                .anyMatch(line -> line.startsWith("refused parameters, 51 keyterms: messages"))
                .anyMatch(line -> line.startsWith("a client that says nothing, closes after"));
    }

    /** The documentation of the emulator contains this figure. */
    @Test
    void states_how_much_audio_is_billed() {
        assertThat(conformance.checks()).hasSize(14);
        assertThat(conformance.price()).startsWith("63 s of audio are billed");
        assertThat(conformance.price())
                .matches("\\d+ s of audio are billed: less than \\$0\\.0\\d\\d, at \\$0\\.39 an hour.*");
    }
}
