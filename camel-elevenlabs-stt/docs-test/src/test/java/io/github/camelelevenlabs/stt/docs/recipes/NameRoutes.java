package io.github.camelelevenlabs.stt.docs.recipes;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.KEYTERMS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;

import org.apache.camel.builder.RouteBuilder;

final class NameRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:learned")
                .setHeader(SESSION_KEY, header("callId"))
                .setHeader(KEYTERMS, simple("${body},Harbour Radio"))
                .setBody(simple("${null}"))
                .to("elevenlabs-stt:calls");
    }
}
