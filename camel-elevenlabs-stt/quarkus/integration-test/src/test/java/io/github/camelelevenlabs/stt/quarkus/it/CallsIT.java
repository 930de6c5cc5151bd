package io.github.camelelevenlabs.stt.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Service.class)
class CallsIT {

    SttEmulator emulator;

    @Inject
    ProducerTemplate template;

    @Test
    void a_call_becomes_text() {
        byte[] audio = Tones.at(16_000).say("one two").wav();
        assertThat(template.requestBody("direct:call", audio, String.class)).isEqualTo("one two");
        assertThat(emulator.violations()).isEmpty();
    }
}
