package io.github.camelelevenlabs.stt.docs.recipes;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;

import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;

final class ConversationRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("elevenlabs-stt:desk?includeSessionEvents=true")
                .filter(header(MESSAGE_TYPE).isNotEqualTo("session_started"))
                .aggregate(header(SESSION_ID), AggregationStrategies.string("\n"))
                .completionPredicate(header(MESSAGE_TYPE).isEqualTo("session_ended"))
                .eagerCheckCompletion()
                .to("direct:summarise");
    }
}
