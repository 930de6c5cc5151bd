package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class HttpRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:fetch")
                .streamCache("false")
                .validate(header("recording").regex("\\w[\\w.-]*"))
                .removeHeaders("Camel(Rest)?Http.*")
                .setHeader("Authorization", simple("Bearer {{archive.token}}"))
                .setHeader("CamelHttpPath", header("recording"))
                .to("http:{{archive}}?httpMethod=GET&disableStreamCache=true")
                .removeHeader("Authorization")
                .to("elevenlabs-stt:archive");
    }
}
