package io.github.camelelevenlabs.stt.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.Test;

/** No native image is built here, but the classes and resources that an image needs must exist in the jars. */
class ElevenLabsSttProcessorTest {

    private final ClassLoader loader = getClass().getClassLoader();

    @Test
    void classes_that_are_initialised_at_run_time_exist() {
        assertThat(ElevenLabsSttProcessor.INITIALISED_AT_RUN_TIME)
                .allSatisfy(name ->
                        assertThatCode(() -> Class.forName(name, false, loader)).doesNotThrowAnyException());
    }

    @Test
    void classes_that_json_needs_exist() {
        assertThat(ElevenLabsSttProcessor.TRANSCRIPTS)
                .allSatisfy(name ->
                        assertThatCode(() -> Class.forName(name, false, loader)).doesNotThrowAnyException());
    }

    @Test
    void resources_exist() {
        assertThat(ElevenLabsSttProcessor.RESOURCES)
                .allSatisfy(
                        name -> assertThat(loader.getResource(name)).as(name).isNotNull());
    }

    @Test
    void every_record_that_becomes_json_can_be_looked_into() throws IOException {
        Index component;
        try (InputStream index = loader.getResourceAsStream("META-INF/jandex.idx")) {
            component = new IndexReader(index).read();
        }
        assertThat(component.getKnownClasses())
                .filteredOn(ClassInfo::isRecord)
                .filteredOn(type -> type.annotationsMap().keySet().stream()
                        .anyMatch(name -> name.toString().startsWith("com.fasterxml.jackson.annotation.")))
                .extracting(type -> type.name().toString())
                .isNotEmpty()
                .isSubsetOf(ElevenLabsSttProcessor.TRANSCRIPTS);
    }
}
