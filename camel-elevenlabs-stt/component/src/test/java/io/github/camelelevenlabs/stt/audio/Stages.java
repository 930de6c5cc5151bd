package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Assertions about stages that fail. */
final class Stages {

    private Stages() {}

    static void assertFails(CompletionStage<?> stage, Class<? extends Throwable> cause, String message) {
        assertThat(stage)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(cause)
                .withMessageContaining(message);
    }
}
