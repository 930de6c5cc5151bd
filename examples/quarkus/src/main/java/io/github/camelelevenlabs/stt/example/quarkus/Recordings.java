package io.github.camelelevenlabs.stt.example.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** Moves a recording to {@code done} when its text is written, or to {@code failed} if it cannot be transcribed. */
@ApplicationScoped
public class Recordings extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav&readLock=changed&move=done&moveFailed=failed")
                .routeId("recordings")
                .to("elevenlabs-stt:recordings")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt")
                .log("Wrote ${header.CamelFileNameProduced}");
    }
}
