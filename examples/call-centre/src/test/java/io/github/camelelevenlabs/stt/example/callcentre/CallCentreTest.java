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

    private static List<Call> calls(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(call -> Call.random(call, Duration.ofSeconds(15)))
                .toList();
    }

    @Test
    void every_word_is_there_once_when_an_instance_is_killed_in_the_middle() throws Exception {
        try (CallCentre centre = new CallCentre(HOME, calls(6), Duration.ofMillis(300))) {
            String killed = centre.startInstance();
            centre.startInstance();
            centre.awaitInstances();
            centre.play();
            await().atMost(LIMIT)
                    .until(() -> centre.heard().values().stream()
                            .anyMatch(call -> call.instance().equals(killed)));
            centre.kill(killed);
            centre.startInstance();
            assertThat(everyWordIsThereOnce(centre).moved())
                    .as("calls that went on elsewhere")
                    .isPositive();
        }
    }

    private static Outcome everyWordIsThereOnce(CallCentre centre) throws Exception {
        await().atMost(LIMIT).until(centre::isOver);
        Outcome outcome = centre.outcome();
        assertThat(outcome.lost()).as("lost words").isZero();
        assertThat(outcome.again()).as("words that came twice").isZero();
        assertThat(outcome.uncommitted()).as("records that would come again").isZero();
        assertThat(centre.heard()).hasSize(centre.calls().size());
        return outcome;
    }
}
