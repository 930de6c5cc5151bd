package io.github.camelelevenlabs.stt.quarkus.it;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

@ApplicationScoped
public class PermittedCalls extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:permitted").to("elevenlabs-stt:calls?sessionPermits=#bean:permits");
    }
}
