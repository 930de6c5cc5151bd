package io.github.camelelevenlabs.stt.docs.recipes;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

final class SecondServiceRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:recording")
                .errorHandler(noErrorHandler())
                .loadBalance()
                .failover(1, false, false, true, ElevenLabsSttException.class)
                .to("elevenlabs-stt:calls?sessionRepository=#sessions&recordingKey=${header.recording}"
                        + "&maxReconnectAttempts=3")
                .to("elevenlabs-stt:calls?sessionRepository=#sessions&recordingKey=${header.recording}"
                        + "&maxReconnectAttempts=3&baseUrl={{second.url}}&apiKey={{second.key}}")
                .end();

        from("direct:call")
                .errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(300)
                        .redeliveryDelay(100)
                        .asyncDelayedRedelivery()
                        .retryAttemptedLogLevel(LoggingLevel.DEBUG))
                .to("direct:region");
        from("direct:region")
                .errorHandler(noErrorHandler())
                .loadBalance()
                .failover(1, false, false, true, ElevenLabsSttException.class)
                .to("elevenlabs-stt:calls?sessionRepository=#sessions&sessionKey=${header.call}&acknowledge=routed"
                        + "&maxReconnectAttempts=3")
                .to("elevenlabs-stt:calls?sessionRepository=#sessions&sessionKey=${header.call}&acknowledge=routed"
                        + "&maxReconnectAttempts=3&baseUrl={{second.url}}&apiKey={{second.key}}")
                .end();

        from("elevenlabs-stt:calls?includeTimestamps=true").to("direct:transcript");

        from("direct:without-a-repository")
                .errorHandler(noErrorHandler())
                .doTry()
                .to("elevenlabs-stt:plain?maxReconnectAttempts=3")
                .doCatch(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable}"))
                .setHeader(ElevenLabsSttConstants.START_AT, simple("${exception.committedThrough}"))
                .setHeader(ElevenLabsSttConstants.PREVIOUS_TEXT, simple("${exception.committedText}"))
                .to("elevenlabs-stt:plain?maxReconnectAttempts=3&baseUrl={{second.url}}&apiKey={{second.key}}")
                .end();
        from("elevenlabs-stt:plain?includeTimestamps=true").to("direct:transcript");
    }
}
