package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

class JmsRecipeTest extends RecipeSupport {

    private static final String BROKER = "vm://0";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private ActiveMQConnectionFactory connections;
    private JmsTemplate jms;

    @BeforeEach
    void startBroker() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", BROKER);
        broker.setConfiguration(configuration);
        broker.start();
        connections = new ActiveMQConnectionFactory(BROKER);
        jms = new JmsTemplate(connections);
        jms.setReceiveTimeout(100_000);
        JmsRoutes.connect(context, connections);
        context.addRoutes(new JmsRoutes());
    }

    @AfterEach
    void stopBroker() throws Exception {
        context.stop();
        connections.close();
        broker.stop();
    }

    private long waiting(String queue) {
        return broker.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    @Test
    void a_recording_becomes_a_transcript_and_leaves_its_queue() {
        start();
        jms.convertAndSend("recordings", wav("one two"));
        assertThat(jms.receiveAndConvert("transcripts")).isEqualTo("one two");
        await().until(() -> waiting("recordings") == 0);
    }

    @Test
    void a_url_in_a_message_becomes_the_transcript_of_its_recording() throws Exception {
        context.addRoutes(new UrlRoutes());
        options().setAllowPrivateUrls(true);
        try (Recordings recordings = new Recordings(Map.of("/42.wav", wav("one two")))) {
            start();
            jms.convertAndSend("talks", recordings.url("/42.wav"));
            assertThat(jms.receiveAndConvert("transcripts")).isEqualTo("one two");
        }
    }

    @Test
    void a_message_whose_session_fails_is_delivered_again() {
        emulator.script().onConnection(1).onceStarted().fault(new DropConnection());
        start();
        jms.convertAndSend("recordings", wav("one two"));
        assertThat(jms.receiveAndConvert("transcripts")).isEqualTo("one two");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_final_error_goes_to_the_failed_queue_with_its_audio() {
        breakEveryConnection(ServiceError.QUOTA_EXCEEDED.asSeen());
        start();
        byte[] audio = wav("one two");
        jms.convertAndSend("recordings", audio);
        assertThat(jms.receiveAndConvert("recordings.failed")).isEqualTo(audio);
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_message_without_audio_goes_to_the_failed_queue() {
        start();
        jms.convertAndSend("recordings", "Good morning");
        assertThat(jms.receiveAndConvert("recordings.failed")).isEqualTo("Good morning");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void a_failure_after_the_transcript_was_sent_rolls_it_back() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AdviceWith.adviceWith(context.getRouteDefinitions().get(0), context, new AfterSendingFails(attempts));
        start();
        jms.convertAndSend("recordings", wav("one two"));
        assertThat(jms.receiveAndConvert("transcripts")).isEqualTo("one two");
        await().until(() -> waiting("recordings") == 0);
        assertThat(attempts).hasValue(2);
        assertThat(waiting("transcripts")).isZero();
    }

    /** The first attempt fails after the transcript was sent. */
    private static final class AfterSendingFails extends AdviceWithRouteBuilder {

        private final AtomicInteger attempts;

        AfterSendingFails(AtomicInteger attempts) {
            this.attempts = attempts;
        }

        @Override
        public void configure() {
            weaveAddLast().process(exchange -> {
                if (attempts.incrementAndGet() == 1) {
                    throw new IllegalStateException("the first attempt fails here");
                }
            });
        }
    }
}
