package io.github.camelelevenlabs.stt.example.captions;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;

/** Sends captions to every browser while the programme is spoken, and the status of the connection. */
final class CaptionRoutes extends RouteBuilder {

    private final CaptionStream browsers;
    private volatile boolean listening;

    CaptionRoutes(CaptionStream browsers) {
        this.browsers = browsers;
    }

    @Override
    public void configure() {
        from("elevenlabs-stt:captions?audioUrl={{station}}&restartOnEnd=true&outputFormat=json"
                        + "&includePartials=true&includeTimestamps=true&includeSessionEvents=true")
                .process(this::show);

        from("timer:status?period=500&delay=0").process(this::showStatus);
    }

    private void show(Exchange exchange) {
        Message message = exchange.getMessage();
        String type = message.getHeader(MESSAGE_TYPE, String.class);
        switch (type) {
            case "session_started" -> listening = true;
            case "partial_transcript" -> browsers.partial(message.getBody(String.class));
            case "committed_transcript" ->
                browsers.committed(message.getHeader(SEGMENT_ID, String.class), message.getBody(String.class));
            case "session_ended" -> listening = false;
            default -> throw new IllegalArgumentException("Neither transcript nor session event: " + type);
        }
    }

    /** A session that has lost its connection or its station continues, but its readiness check is down. */
    private void showStatus(Exchange tick) {
        boolean ready = HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(getContext()), true);
        browsers.status(listening && ready);
    }
}
