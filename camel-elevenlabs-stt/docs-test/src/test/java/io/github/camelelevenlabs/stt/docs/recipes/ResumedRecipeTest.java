package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.repository.FileSessionRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

/** What comes again because a later step failed is not transcribed, and not billed, a second time. */
class ResumedRecipeTest extends RecipeSupport {

    private static final String BROKER = "vm://1";
    private static final Duration RECORDING = Duration.ofMillis(400);

    @TempDir
    private Path sessions;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final AtomicInteger attempts = new AtomicInteger();
    private ActiveMQConnectionFactory connections;

    @BeforeEach
    void startBroker() throws Exception {
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", BROKER));
        broker.start();
        connections = new ActiveMQConnectionFactory(BROKER);
        JmsRoutes.connect(context, connections);
        context.getRegistry().bind("sessions", new FileSessionRepository(sessions));
        context.addRoutes(new ResumedRoutes());
    }

    @AfterEach
    void stopBroker() throws Exception {
        context.stop();
        connections.close();
        broker.stop();
    }

    /** The first attempt of a route fails after its last step but one. */
    private void failOnce(int route) throws Exception {
        AdviceWith.adviceWith(context.getRouteDefinitions().get(route), context, new AdviceWithRouteBuilder() {
            @Override
            public void configure() {
                weaveAddLast().process(exchange -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first attempt fails here");
                    }
                });
            }
        });
    }

    private Duration sent() {
        return emulator.sessions().stream().map(RecordedSession::audioDuration).reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    void a_file_whose_text_could_not_be_written_is_not_sent_again() throws Exception {
        failOnce(0);
        start();
        drop("call.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(attempts).hasValue(2);
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(sent()).isLessThan(RECORDING.multipliedBy(2));
    }

    @Test
    void a_message_that_was_rolled_back_is_not_sent_again() throws Exception {
        failOnce(1);
        start();
        JmsTemplate jms = new JmsTemplate(connections);
        jms.setReceiveTimeout(100_000);
        jms.convertAndSend("recordings", wav("one two"));
        assertThat(jms.receiveAndConvert("transcripts")).isEqualTo("one two");
        await().until(() -> broker.getActiveMQServer().locateQueue("recordings").getMessageCount() == 0);
        assertThat(attempts).hasValue(2);
        assertThat(sent()).isLessThan(RECORDING.multipliedBy(2));
    }
}
