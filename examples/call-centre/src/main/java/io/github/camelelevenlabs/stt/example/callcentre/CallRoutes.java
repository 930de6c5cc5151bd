package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** From the records of calls to rows. */
final class CallRoutes extends RouteBuilder {

    private final KafkaCalls kafka;

    CallRoutes(KafkaCalls kafka) {
        this.kafka = kafka;
    }

    @Override
    public void configure() {
        // Who reads the records logs what comes again.
        errorHandler(defaultErrorHandler().logExhausted(false));
        // What is no audio never will be. Whatever else fails comes again.
        onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.errorType} == 'invalid_audio'"))
                .handled(true)
                .log(LoggingLevel.WARN, "A record of ${header.call} is left out: ${exception.detail}")
                .process(kafka.commit());

        from("direct:call")
                .to("elevenlabs-stt:calls?audioFormat=ulaw_8000&sessionKey=${header.call}"
                        + "&acknowledge=routed&sessionRepository=#sessions")
                .process(kafka.commit());

        from("elevenlabs-stt:calls?includeTimestamps=true")
                .setHeader("instance", simple("{{instance}}"))
                .to("sql:classpath:sql/insert-transcript.sql");
    }
}
