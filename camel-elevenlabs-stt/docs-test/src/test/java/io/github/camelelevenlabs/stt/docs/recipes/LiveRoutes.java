package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class LiveRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("elevenlabs-stt:news?audioUrl={{station}}&restartOnEnd=true&includeTimestamps=true&outputFormat=json")
                .setHeader("CamelKafkaKey", header("CamelElevenlabsSttSessionId"))
                .to("kafka:captions");
    }
}
