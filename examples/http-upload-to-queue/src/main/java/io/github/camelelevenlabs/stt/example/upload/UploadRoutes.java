package io.github.camelelevenlabs.stt.example.upload;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_INDEX;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static org.apache.camel.Exchange.CONTENT_TYPE;
import static org.apache.camel.Exchange.FILE_NAME;
import static org.apache.camel.ExchangePattern.InOnly;
import static org.apache.camel.LoggingLevel.WARN;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.builder.RouteBuilder;

/** An upload is answered with its transcript, or kept in a queue until it is transcribed; its segments go to another. */
final class UploadRoutes extends RouteBuilder {

    /** The id of an upload in responses and in queues. */
    static final String UPLOAD_ID = "uploadId";

    /**
     * The name of an upload, which counts where neither its first bytes nor its type say what it is. It is refused then;
     * without a name it would be decoded as raw samples.
     */
    private static final String UNSAID = "upload.wav";

    @Override
    public void configure() {
        restConfiguration()
                .component("netty-http")
                .host("127.0.0.1")
                .port("{{http.port}}")
                // An upload is held in memory; a larger one is answered with 413.
                .endpointProperty("chunkedMaxContentLength", "{{upload.limit}}")
                // Without this, Camel parses the body of curl as a form, because curl declares that type.
                .endpointProperty("bridgeEndpoint", "true");

        // The first route, so that it runs before an upload arrives. A segment that cannot be sent fails its upload.
        from("elevenlabs-stt:uploads")
                .errorHandler(noErrorHandler())
                .setHeader("sessionId", header(SESSION_ID))
                .setHeader("segmentIndex", header(SEGMENT_INDEX))
                .setHeader("JMSXGroupID", header(UPLOAD_ID))
                .setHeader("_AMQ_DUPL_ID", header(SEGMENT_ID))
                .to("jms:queue:transcripts");

        rest("/transcripts").post().to("direct:upload");

        from("direct:upload")
                .onException(Exception.class)
                .handled(true)
                .process(HttpAnswer::failed)
                .end()
                .setProperty("later", simple("${header.Prefer} contains 'respond-async'", Boolean.class))
                .setHeader(OUTPUT_FORMAT)
                .exchange(HttpAnswer::format)
                // Drops all other headers of the client.
                .removeHeaders("*", CONTENT_TYPE, OUTPUT_FORMAT)
                .setHeader(UPLOAD_ID, simple("${uuid(random)}"))
                .choice()
                .when(exchangeProperty("later"))
                .to(InOnly, "jms:queue:uploads")
                .process(HttpAnswer::accepted)
                .otherwise()
                .setHeader(FILE_NAME, constant(UNSAID))
                .to("elevenlabs-stt:uploads?maxReconnectAttempts=2")
                .process(HttpAnswer::transcribed);

        // An upload stays here until it is transcribed. A failed one is delivered again if the error is retryable.
        from("jms:queue:uploads?transacted=true&concurrentConsumers=2")
                .routeId("kept")
                .errorHandler(defaultErrorHandler().logExhausted(false))
                .onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable} == false"))
                .handled(true)
                .to("direct:failed")
                .end()
                // The headers of the broker describe this message, not the messages made from it.
                .removeHeaders("*", CONTENT_TYPE, UPLOAD_ID)
                .setHeader(FILE_NAME, constant(UNSAID))
                .to("elevenlabs-stt:uploads")
                .removeHeader(CONTENT_TYPE)
                .to(InOnly, "jms:queue:results");

        from("direct:failed")
                .errorHandler(noErrorHandler())
                .setHeader("reason", simple("${exception.message}"))
                .log(WARN, "Upload ${header.uploadId} is not tried again: ${header.reason}")
                .to(InOnly, "jms:queue:DLQ");
    }
}
