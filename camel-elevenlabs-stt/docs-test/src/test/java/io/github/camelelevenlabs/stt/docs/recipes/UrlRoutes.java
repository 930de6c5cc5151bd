package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class UrlRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // The body: https://example.org/talks/42.wav
        from("jms:queue:talks").to("elevenlabs-stt:talks").to("jms:queue:transcripts");
    }
}
