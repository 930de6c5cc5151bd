package com.example;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Transcribes the recordings of a folder. */
public class Transcripts extends RouteBuilder {

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(Transcripts.class);
        main.run(args);
    }

    @Override
    public void configure() {
        onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable}"))
                .maximumRedeliveries(3)
                .redeliveryDelay(5000);

        from("elevenlabs-stt:calls?includeTimestamps=true")
                .log("${file:name} at ${header.CamelElevenlabsSttStartTime} ms: ${body}");

        from("file:{{inbox}}?readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .routeId("recordings")
                .to("elevenlabs-stt:calls?languageCode=en")
                .to("file:{{transcripts}}?fileName=${file:name.noext}.txt")
                .log("Wrote ${header.CamelFileNameProduced}");
    }
}
