package io.github.camelelevenlabs.stt.quarkus.it;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

@ApplicationScoped
public class Calls extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:call").to("elevenlabs-stt:calls");
    }
}
