package io.github.camelelevenlabs.stt.docs.recipes;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.jms.connection.JmsTransactionManager;

final class JmsRoutes extends RouteBuilder {

    @Override
    public void configure() {
        onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable} == false"))
                .handled(true)
                .to("direct:failed");

        from("jms:queue:recordings?concurrentConsumers=4")
                .transacted()
                .to("elevenlabs-stt:calls")
                .to("jms:queue:transcripts");

        from("direct:failed")
                .setHeader("reason", simple("${exception.message}"))
                .to("jms:queue:recordings.failed");
    }

    static void connect(CamelContext context, ConnectionFactory broker) {
        JmsTransactionManager transactions = new JmsTransactionManager(broker);
        context.addComponent("jms", JmsComponent.jmsComponentTransacted(broker, transactions));
        context.getRegistry().bind("required", new SpringTransactionPolicy(transactions));
    }
}
