package io.github.camelelevenlabs.stt.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** A native image is not built here; what one would be told about other people's jars can at least be found in them. */
class ElevenLabsSttProcessorTest {

    private final ClassLoader loader = getClass().getClassLoader();

    @Test
    void classes_that_are_initialised_at_run_time_exist() {
        assertThat(ElevenLabsSttProcessor.INITIALISED_AT_RUN_TIME)
                .allSatisfy(name ->
                        assertThatCode(() -> Class.forName(name, false, loader)).doesNotThrowAnyException());
    }

    @Test
    void resources_exist() {
        assertThat(ElevenLabsSttProcessor.RESOURCES)
                .allSatisfy(
                        name -> assertThat(loader.getResource(name)).as(name).isNotNull());
    }
}
