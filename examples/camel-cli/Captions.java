//DEPS io.github.camelelevenlabs:camel-elevenlabs-stt:0.1.0-SNAPSHOT

import org.apache.camel.builder.RouteBuilder;

/** The routes of captions.camel.yaml in Java, with the dependency in their first line. */
public class Captions extends RouteBuilder {

    @Override
    public void configure() {
        from("elevenlabs-stt:captions?includeTimestamps=true")
                .routeId("captions")
                .log("${header.CamelFileName} ${header.CamelElevenlabsSttStartTime} ms: ${body}");

        from("file:{{recordings:recordings}}?includeExt=wav&noop=true&readLock=changed")
                .routeId("recordings")
                .to("elevenlabs-stt:captions?languageCode=en&outputFormat=srt")
                .to("file:{{captions:captions}}?fileName=${file:name.noext}.srt");
    }
}
