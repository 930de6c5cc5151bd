package io.github.camelelevenlabs.stt.example.captions;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;

import io.vertx.core.json.JsonObject;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Sends captions of a station and of people with a microphone to every browser while they speak, and the status of the
 * connection.
 */
final class CaptionRoutes extends RouteBuilder {

    static final String STATION = "Radio";
    /** Headers of a microphone's audio, and so of its transcripts. */
    static final String SPEAKER = "speaker";

    static final String NAME = "speakerName";
    /** When the audio began, in milliseconds since 1970. */
    static final String SINCE = "speakerSince";

    private final CaptionStream browsers;
    private final Microphones microphones;
    private volatile boolean listening;
    private volatile long onAirSince;

    CaptionRoutes(CaptionStream browsers, Microphones microphones) {
        this.browsers = browsers;
        this.microphones = microphones;
    }

    @Override
    public void configure() {
        from("elevenlabs-stt:captions?audioUrl={{station}}&restartOnEnd=true&outputFormat=json"
                        + "&includePartials=true&includeTimestamps=true&includeSessionEvents=true")
                .process(this::show);

        from("direct:microphone")
                .routePolicy(microphones)
                .errorHandler(noErrorHandler())
                .to("elevenlabs-stt:captions?audioFormat=pcm_16000&acknowledge=routed&sessionIdleTimeout={{absence}}");

        from("timer:status?period=500&delay=0").process(this::showStatus);
    }

    private void show(Exchange exchange) {
        Message message = exchange.getMessage();
        String type = message.getHeader(MESSAGE_TYPE, String.class);
        int speaker = message.getHeader(SPEAKER, 0, int.class);
        switch (type) {
            case "session_started" -> started(speaker);
            case "partial_transcript" -> browsers.partial(speaker, caption(speaker, message));
            case "committed_transcript" ->
                browsers.committed(message.getHeader(SEGMENT_ID, String.class), speaker, caption(speaker, message));
            case "session_ended" -> ended(speaker);
            default -> throw new IllegalArgumentException("Neither transcript nor session event: " + type);
        }
    }

    private static boolean isStation(int speaker) {
        return speaker == 0;
    }

    private void started(int speaker) {
        if (isStation(speaker)) {
            onAirSince = System.currentTimeMillis();
            listening = true;
        }
    }

    private void ended(int speaker) {
        browsers.ended(speaker);
        if (isStation(speaker)) {
            listening = false;
        }
    }

    /** The transcript, who said it, and when. */
    private String caption(int speaker, Message message) {
        long since = message.getHeader(SINCE, onAirSince, long.class);
        return new JsonObject(message.getBody(String.class))
                .put("speaker", speaker)
                .put("name", message.getHeader(NAME, STATION, String.class))
                .put("at", since + message.getHeader(START_TIME, 0L, long.class))
                .encode();
    }

    /** A session that has lost its connection or its station continues, but its readiness check is down. */
    private void showStatus(Exchange tick) {
        boolean ready = HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(getContext()), true);
        browsers.status(listening && ready);
    }
}
