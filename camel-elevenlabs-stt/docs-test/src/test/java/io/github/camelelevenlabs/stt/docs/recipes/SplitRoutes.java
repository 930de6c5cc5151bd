package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

/** The sample of {@code docs/audio.md}. */
final class SplitRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:call").to("elevenlabs-stt:calls?channels=split");

        from("elevenlabs-stt:calls")
                .setBody(simple("${header.CamelElevenlabsSttChannel}: ${body}"))
                .to("seda:lines");
    }
}
