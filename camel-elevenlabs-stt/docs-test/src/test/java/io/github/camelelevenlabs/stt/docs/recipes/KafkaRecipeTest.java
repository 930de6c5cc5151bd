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

    private void start(Broker broker, RoutesBuilder recipe) throws Exception {
        KafkaComponent kafka = new KafkaComponent();
        kafka.setKafkaClientFactory(broker);
        kafka.getConfiguration().setBrokers("127.0.0.1:1");
        kafka.setCreateConsumerBackoffInterval(10);
        context.addComponent("kafka", kafka);
        options().setAllowPrivateUrls(true);
        context.addRoutes(recipe);
        start();
    }

    @Test
    void recordings_behind_urls_become_transcripts_and_are_committed() throws Exception {
        Broker broker = new Broker("recordings", recordings.url("/1.wav"), recordings.url("/2.wav"));
        start(broker, new KafkaRoutes());
        await().until(() -> broker.committed() == 2);
        assertThat(broker.written("transcripts")).containsExactly("one", "two");
    }

    @Test
    void a_record_whose_session_fails_is_read_again() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new DropConnection());
        Broker broker = new Broker("recordings", recordings.url("/1.wav"), recordings.url("/2.wav"));
        start(broker, new KafkaRoutes());
        await().until(() -> broker.committed() == 2);
        assertThat(broker.written("transcripts")).containsExactly("one", "two");
        assertThat(broker.written("recordings.failed")).isEmpty();
    }

    @Test
    void a_record_that_no_try_can_mend_goes_to_the_failed_topic() throws Exception {
        String missing = recordings.url("/missing.wav");
        Broker broker = new Broker("recordings", missing, "no URL", recordings.url("/2.wav"));
        start(broker, new KafkaRoutes());
        await().until(() -> broker.committed() == 3);
        assertThat(broker.written("recordings.failed")).containsExactly(missing, "no URL");
        assertThat(broker.written("transcripts")).containsExactly("two");
    }

    @Test
    void a_live_stream_becomes_captions() throws Exception {
        Broker broker = new Broker("none");
        property("station", recordings.url("/1.wav"));
        start(broker, new LiveRoutes());
        await().untilAsserted(() -> assertThat(broker.written("captions"))
                .isNotEmpty()
                .first()
                .asString()
                .contains("\"text\":\"one\"", "\"words\":["));
    }
}
