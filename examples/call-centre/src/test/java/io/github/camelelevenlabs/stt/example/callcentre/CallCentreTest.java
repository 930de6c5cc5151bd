package io.github.camelelevenlabs.stt.example.callcentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.example.callcentre.CallCentre.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a real broker, a real database and real processes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("full")
class CallCentreTest {

    private static final Path HOME = Path.of(System.getProperty("basedir", "."), "target", "call-centre");
    // A bound, not a measure: computers that build are busy.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void every_word_is_there_once_when_an_instance_is_killed_in_the_middle() throws Exception {
        List<Call> calls = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> Call.random(number, Duration.ofSeconds(15)))
                .toList();
        try (CallCentre centre = new CallCentre(HOME, calls, Duration.ofMillis(300))) {
            String killed = centre.startInstance();
            centre.startInstance();
            centre.awaitInstances();
            centre.play();
            // In the middle of some calls, and with something said in each that it keeps.
            await().atMost(LIMIT)
                    .until(() -> centre.heard().values().stream()
                            .anyMatch(call -> call.instance().equals(killed)));
            centre.kill(killed);
            centre.startInstance();
            await().atMost(LIMIT).until(centre::isOver);

            Outcome outcome = centre.outcome();
            assertThat(outcome.lost()).as("lost words").isZero();
            assertThat(outcome.again()).as("words that came twice").isZero();
            assertThat(outcome.moved()).as("calls that went on elsewhere").isPositive();
            assertThat(outcome.uncommitted())
                    .as("records that would come again")
                    .isZero();
            assertThat(centre.heard()).hasSize(calls.size());
        }
    }
}
