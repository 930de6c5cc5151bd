package io.github.camelelevenlabs.stt.example.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Moves a recording to {@code done} when its text is written, or to {@code failed} if it cannot be transcribed. */
@ApplicationScoped
public class Recordings extends RouteBuilder {

    @Inject
    Recordings(@ConfigProperty(name = "inbox") Path inbox, @ConfigProperty(name = "outbox") Path outbox) {
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
