package io.github.camelelevenlabs.stt.quarkus.it;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.DataType;

/** Routes that use objects which Camel finds by name at runtime. */
@ApplicationScoped
public class Subtitles extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:subtitles")
                .to("elevenlabs-stt:subtitles?outputFormat=transcript&includeTimestamps=true")
                .transformDataType(new DataType("elevenlabs-stt:text-srt"));

        from("direct:text").to("elevenlabs-stt:text?outputFormat=transcript").convertBodyTo(String.class);

        from("elevenlabs-stt:subtitles").routeId("segments").to("log:segments");
    }
}
