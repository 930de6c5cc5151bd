package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.docs.Poms.Artifact;
import org.junit.jupiter.api.Test;

class PomsTest {

    private static final String GROUP = "io.github.camelelevenlabs";

    private final Poms poms;

    PomsTest() throws Exception {
        poms = new Poms();
    }

    @Test
    void modules_and_dependencies_are_found_by_group_name_and_version() {
        assertThat(poms.complaint(new Artifact(GROUP, "camel-elevenlabs-stt", "0.1.0-SNAPSHOT")))
                .isEmpty();
        assertThat(poms.complaint(new Artifact("org.apache.camel", "camel-kafka", "")))
                .isEmpty();
    }

    @Test
    void artifacts_missing_from_the_build_are_reported() {
        assertThat(poms.complaint(new Artifact(GROUP, "camel-elevenlabs", "0.1.0-SNAPSHOT")))
                .hasValue(GROUP + ":camel-elevenlabs is in no pom of the build");
        assertThat(poms.complaint(new Artifact(GROUP, "camel-elevenlabs-stt", "0.9")))
                .hasValue(GROUP + ":camel-elevenlabs-stt has version 0.9, in the build [0.1.0-SNAPSHOT]");
    }

    @Test
    void profiles_are_found_in_the_pom_of_their_module() {
        assertThat(poms.isModule("examples/telephony")).isTrue();
        assertThat(poms.profiles("examples/telephony")).containsExactly("run");
        assertThat(poms.isModule("examples/telephone")).isFalse();
    }
}
