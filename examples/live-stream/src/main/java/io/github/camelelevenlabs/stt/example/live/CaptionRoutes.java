package io.github.camelelevenlabs.stt.example.live;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** A radio stream becomes captions, for as long as it is on the air. */
final class CaptionRoutes extends RouteBuilder {

    private final Consumer<String> console;

    CaptionRoutes(Consumer<String> console) {
        this.console = console;
    }

    @Override
    public void configure() {
        from("elevenlabs-stt:news?audioUrl={{station}}&restartOnEnd=true&includeTimestamps=true")
                .process(this::show);
    }

    private void show(Exchange caption) {
        long start = caption.getMessage().getHeader(ElevenLabsSttConstants.START_TIME, Long.class);
        String time = String.format(Locale.ROOT, "%02d:%04.1f", start / 60_000, start % 60_000 / 1000.0);
        console.accept("[" + time + "] " + caption.getMessage().getBody(String.class));
    }
}
