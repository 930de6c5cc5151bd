package io.github.camelelevenlabs.stt.quarkus.devmode;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** The route that {@link DevModeIT} changes at runtime. */
@ApplicationScoped
public class Calls extends RouteBuilder {
    @Override
    public void configure() {
        from("file:{{folder}}?includeExt=wav&move=done")
                .to("elevenlabs-stt:calls")
                .to("file:{{folder}}?fileName=${file:name.noext}.txt");
    }
}
