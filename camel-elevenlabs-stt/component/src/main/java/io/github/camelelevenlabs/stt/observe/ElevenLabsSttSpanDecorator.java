package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.options.Headers;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Tags the spans of messages with audio and of transcripts. camel-telemetry finds this class; it is optional, and without it nothing
 * loads this class.
 */
public final class ElevenLabsSttSpanDecorator extends AbstractSpanDecorator {

    static final String NAME = "elevenlabs.stt.name";
    static final String MODEL = "elevenlabs.stt.model";
    static final String SESSION_ID = "elevenlabs.stt.session.id";
    static final String SEGMENT_INDEX = "elevenlabs.stt.segment.index";

    @Override
    public String getComponent() {
        return "elevenlabs-stt";
    }

    @Override
    public String getComponentClassName() {
        return "io.github.camelelevenlabs.stt.ElevenLabsSttComponent";
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return stripSchemeAndOptions(endpoint);
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        if (endpoint instanceof ObservedEndpoint stt) {
            span.setTag(NAME, stt.getName());
            span.setTag(MODEL, stt.getServiceMetadata().get("model"));
        }
        tag(span, exchange);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        // A message with audio has its session's id only when it has its transcript.
        tag(span, exchange);
    }

    private static void tag(Span span, Exchange exchange) {
        String session = exchange.getMessage().getHeader(Headers.SESSION_ID, String.class);
        if (session != null) {
            span.setTag(SESSION_ID, session);
        }
        String index = exchange.getMessage().getHeader(Headers.SEGMENT_INDEX, String.class);
        if (index != null) {
            span.setTag(SEGMENT_INDEX, index);
        }
    }
}
