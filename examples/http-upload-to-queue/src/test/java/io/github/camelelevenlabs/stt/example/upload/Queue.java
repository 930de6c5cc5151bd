package io.github.camelelevenlabs.stt.example.upload;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A queue of the broker, read as an application without Camel reads it. */
final class Queue implements AutoCloseable {

    private static final long PATIENCE_MS = 60_000;

    private final ActiveMQConnectionFactory connections;
    private final JMSContext context;
    private final JMSConsumer consumer;

    Queue(Broker broker, String name) {
        connections = new ActiveMQConnectionFactory(broker.url());
        context = connections.createContext();
        consumer = context.createConsumer(context.createQueue(name));
    }

    /** The next message, which is waited for. */
    Message receive() {
        Message message = consumer.receive(PATIENCE_MS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    List<Message> receive(int count) {
        return Stream.generate(this::receive).limit(count).toList();
    }

    static String text(Message message) {
        try {
            return message.getBody(String.class);
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }

    static List<String> properties(Message message) throws JMSException {
        List<String> names = new ArrayList<>();
        for (Enumeration<?> all = message.getPropertyNames(); all.hasMoreElements(); ) {
            names.add((String) all.nextElement());
        }
        return names;
    }

    @Override
    public void close() {
        context.close();
        connections.close();
    }
}
