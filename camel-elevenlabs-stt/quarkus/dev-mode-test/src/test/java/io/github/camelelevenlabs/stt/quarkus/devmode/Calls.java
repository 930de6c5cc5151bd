package io.github.camelelevenlabs.stt.quarkus.devmode;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** What {@link DevModeIT} changes while it runs. */
@ApplicationScoped
public class Calls extends RouteBuilder {
    @Override
    public void configure() {
        from("file:{{folder}}?includeExt=wav&move=done")
                .to("elevenlabs-stt:calls")
                .to("file:{{folder}}?fileName=${file:name.noext}.txt");
    }
}
