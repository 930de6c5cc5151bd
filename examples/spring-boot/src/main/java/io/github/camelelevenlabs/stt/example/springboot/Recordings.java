package io.github.camelelevenlabs.stt.example.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A recording is done when its text is written; one that cannot be transcribed is put aside. */
@Component
class Recordings extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav&readLock=changed&move=done&moveFailed=failed")
                .routeId("recordings")
                .to("elevenlabs-stt:recordings")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt")
                .log("Wrote ${header.CamelFileNameProduced}");
    }
}
