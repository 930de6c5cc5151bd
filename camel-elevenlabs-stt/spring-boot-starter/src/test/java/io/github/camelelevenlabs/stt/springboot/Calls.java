package io.github.camelelevenlabs.stt.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

@Component
class Calls extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:phone").to("elevenlabs-stt:live");
    }
}
