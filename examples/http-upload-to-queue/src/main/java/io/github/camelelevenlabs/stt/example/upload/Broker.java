package io.github.camelelevenlabs.stt.example.upload;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis broker within this process, which keeps its queues in a folder and is reached at {@code vm://0}. */
final class Broker implements AutoCloseable {

    private static final String URL = "vm://0";

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();

    /** @param redeliveryDelay after which a message is delivered again whose route has failed; doubles with each of the ten attempts,
     *     up to ten minutes */
    Broker(Path folder, Duration redeliveryDelay) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setJournalDirectory(folder.resolve("journal").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                // A nearly full disk of a developer must not block uploads.
                .setMaxDiskUsage(-1)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("in-vm", URL)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setRedeliveryDelay(redeliveryDelay.toMillis())
                                .setRedeliveryMultiplier(2)
                                .setMaxRedeliveryDelay(Duration.ofMinutes(10).toMillis())
                                .setMaxDeliveryAttempts(10)
                                .setDeadLetterAddress(SimpleString.of("DLQ")))
                .addQueueConfiguration(QueueConfiguration.of("DLQ").setRoutingType(RoutingType.ANYCAST));
        server.setConfiguration(configuration);
        server.start();
    }

    String url() {
        return URL;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not stop", e);
        }
    }
}
