package io.github.camelelevenlabs.stt.example.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** A recording is done when its text is written; one that cannot be transcribed is put aside. */
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
