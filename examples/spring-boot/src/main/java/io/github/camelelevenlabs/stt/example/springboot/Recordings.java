package io.github.camelelevenlabs.stt.example.springboot;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Moves a recording to {@code done} when its text is written, or to {@code failed} if it cannot be transcribed. */
@Component
class Recordings extends RouteBuilder {

    Recordings(@Value("${inbox}") String inbox, @Value("${outbox}") String outbox) {
        Folders.require("inbox", inbox);
        Folders.require("outbox", outbox);
    }

    @Override
    public void configure() {
        // One line, in place of the stack trace that Camel logs otherwise. The recording still goes to failed.
        onException(Exception.class)
                .logExhausted(false)
                .log(LoggingLevel.WARN, "${file:onlyname} is not transcribed: ${exception.message}");

        from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .routeId("recordings")
                .to("elevenlabs-stt:recordings")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt")
                .log("Wrote ${header.CamelFileNameProduced}");
    }
}
