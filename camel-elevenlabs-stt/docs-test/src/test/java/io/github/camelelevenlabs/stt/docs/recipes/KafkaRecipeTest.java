package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaRecipeTest extends RecipeSupport {

    private final Recordings recordings = new Recordings(Map.of("/1.wav", wav("one"), "/2.wav", wav("two")));

    KafkaRecipeTest() throws IOException {}

    @AfterEach
    void close() {
        context.stop();
        recordings.close();
    }

    private void start(MockKafka kafka, RoutesBuilder recipe) throws Exception {
        KafkaComponent component = new KafkaComponent();
        component.setKafkaClientFactory(kafka);
        component.getConfiguration().setBrokers("127.0.0.1:1");
        component.setCreateConsumerBackoffInterval(10);
        context.addComponent("kafka", component);
        options().setAllowPrivateUrls(true);
        context.addRoutes(recipe);
        start();
    }

    @Test
    void recordings_behind_urls_become_transcripts_and_are_committed() throws Exception {
        MockKafka kafka = new MockKafka("recordings", recordings.url("/1.wav"), recordings.url("/2.wav"));
        start(kafka, new KafkaRoutes());
        await().until(() -> kafka.committed() == 2);
        assertThat(kafka.written("transcripts")).containsExactly("one", "two");
    }

    @Test
    void a_record_whose_session_fails_is_read_again() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new DropConnection());
        MockKafka kafka = new MockKafka("recordings", recordings.url("/1.wav"), recordings.url("/2.wav"));
        start(kafka, new KafkaRoutes());
        await().until(() -> kafka.committed() == 2);
        assertThat(kafka.written("transcripts")).containsExactly("one", "two");
        assertThat(kafka.written("recordings.failed")).isEmpty();
    }

    @Test
    void a_record_with_a_final_error_goes_to_the_failed_topic() throws Exception {
        String missing = recordings.url("/missing.wav");
        MockKafka kafka = new MockKafka("recordings", missing, "no URL", recordings.url("/2.wav"));
        start(kafka, new KafkaRoutes());
        await().until(() -> kafka.committed() == 3);
        assertThat(kafka.written("recordings.failed")).containsExactly(missing, "no URL");
        assertThat(kafka.written("transcripts")).containsExactly("two");
    }

    @Test
    void a_live_stream_becomes_captions() throws Exception {
        MockKafka kafka = new MockKafka("none");
        property("station", recordings.url("/1.wav"));
        start(kafka, new LiveRoutes());
        await().untilAsserted(() -> assertThat(kafka.written("captions"))
                .isNotEmpty()
                .first()
                .asString()
                .contains("\"text\":\"one\"", "\"words\":["));
    }
}
