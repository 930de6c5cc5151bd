package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class HttpRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:fetch")
                .setHeader("Authorization", simple("Bearer {{archive.token}}"))
                .toD("http:{{archive}}/${header.recording}?httpMethod=GET&disableStreamCache=true")
                .streamCache("false")
                .removeHeader("Authorization")
                .to("elevenlabs-stt:archive");
    }
}
