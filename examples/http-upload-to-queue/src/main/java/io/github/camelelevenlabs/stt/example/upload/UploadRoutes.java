package io.github.camelelevenlabs.stt.example.upload;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_INDEX;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static org.apache.camel.Exchange.CONTENT_TYPE;
import static org.apache.camel.Exchange.FILE_NAME;
import static org.apache.camel.ExchangePattern.InOnly;

import org.apache.camel.builder.RouteBuilder;

/** An upload is answered with its transcript, or kept in a queue until it is transcribed; its segments go to another. */
final class UploadRoutes extends RouteBuilder {

    /** Names an upload in answers and in queues. */
    static final String UPLOAD_ID = "uploadId";

    @Override
    public void configure() {
        restConfiguration()
                .component("netty-http")
                .host("127.0.0.1")
                .port("{{http.port}}")
                // An upload is held in memory; a larger one is answered with 413.
                .endpointProperty("chunkedMaxContentLength", "{{upload.limit}}")
                // Without this, what curl sends and calls a form is taken apart as one.
                .endpointProperty("bridgeEndpoint", "true");

        rest("/transcripts").post().to("direct:upload");

        // One message for each segment, while the rest is being transcribed. If that fails, its upload fails.
        from("elevenlabs-stt:uploads")
                .errorHandler(noErrorHandler())
                .setHeader("sessionId", header(SESSION_ID))
                .setHeader("segmentIndex", header(SEGMENT_INDEX))
                .setHeader("JMSXGroupID", header(UPLOAD_ID))
                .setHeader("_AMQ_DUPL_ID", header(SEGMENT_ID))
                .to("jms:queue:transcripts");

        from("direct:upload")
                .onException(Exception.class)
                .handled(true)
                .process(HttpAnswer::failed)
                .end()
                .setProperty("later", simple("${header.Prefer} contains 'respond-async'", Boolean.class))
                .setHeader(OUTPUT_FORMAT)
                .exchange(HttpAnswer::format)
                // Nothing else that a client sent goes on.
                .removeHeaders("*", CONTENT_TYPE, OUTPUT_FORMAT)
                .setHeader(UPLOAD_ID, simple("${uuid(random)}"))
                .choice()
                .when(exchangeProperty("later"))
                .to(InOnly, "jms:queue:uploads")
                .process(HttpAnswer::accepted)
                .otherwise()
                .setHeader(FILE_NAME, constant("upload.wav"))
                .to("elevenlabs-stt:uploads?maxReconnectAttempts=2")
                .process(HttpAnswer::transcribed);

        // Stays in the queue until it is transcribed; what fails is delivered again, and in the end to the queue DLQ.
        from("jms:queue:uploads?transacted=true&concurrentConsumers=2")
                .errorHandler(noErrorHandler())
                .setHeader(FILE_NAME, constant("upload.wav"))
                .to("elevenlabs-stt:uploads")
                .to(InOnly, "jms:queue:results");
    }
}
