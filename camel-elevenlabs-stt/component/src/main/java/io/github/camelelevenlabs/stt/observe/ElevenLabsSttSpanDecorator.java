package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.options.Headers;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.apache.camel.util.URISupport;

/**
 * Tags the spans of messages with audio and of transcripts. Never with what was said. camel-telemetry finds this class; it is
 * optional, and without it nothing loads this class.
 */
public final class ElevenLabsSttSpanDecorator extends AbstractSpanDecorator {

    static final String NAME = "elevenlabs.stt.name";
    static final String MODEL = "elevenlabs.stt.model";
    static final String SESSION_ID = "elevenlabs.stt.session.id";
    static final String SEGMENT_INDEX = "elevenlabs.stt.segment.index";
    static final String SEGMENT_COUNT = "elevenlabs.stt.segment.count";
    static final String AUDIO_SENT = "elevenlabs.stt.audio.sent";
    static final String AUDIO_REPLAYED = "elevenlabs.stt.audio.replayed";
    static final String RECONNECTS = "elevenlabs.stt.reconnects";

    // OpenTelemetry's names. Those of generative AI are still in development; the others are stable.
    static final String OPERATION = "gen_ai.operation.name";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String SERVER_PORT = "server.port";
    static final String ERROR_TYPE = "error.type";

    static final String URI_TAG = "camel.uri";

    /** What a session has used: header and tag. */
    private static final Map<String, String> USAGE = Map.of(
            Headers.SEGMENT_COUNT, SEGMENT_COUNT,
            Headers.AUDIO_SENT, AUDIO_SENT,
            Headers.AUDIO_REPLAYED, AUDIO_REPLAYED,
            Headers.RECONNECTS, RECONNECTS);

    /** Options that hold words of a conversation or, in URLs and foreign parameters, may hold secrets. Camel masks keys and tokens. */
    private static final Pattern CONFIDENTIAL = Pattern.compile(
            "([?&](?:previousText|keyterms|audioUrl|additionalParameters|param\\.[^=&]*)=)(?:RAW\\(.*?\\)|RAW\\{.*?}|[^&]*)(?=&|$)");

    /** Remembers the span of a transcript: when it ends, the route may have put the headers of another session there. */
    private static final String TRANSCRIPT_SPAN = "CamelElevenlabsSttTranscriptSpan";

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
        mask(span, endpoint.toString());
        if (endpoint instanceof ObservedEndpoint stt) {
            String model = stt.getServiceMetadata().get("model");
            span.setTag(NAME, stt.getName());
            span.setTag(MODEL, model);
            span.setTag(PROVIDER, "elevenlabs");
            span.setTag(REQUEST_MODEL, model);
            tagServer(span, URI.create(stt.getServiceUrl().trim()));
        }
        if (endpoint == exchange.getFromEndpoint()) {
            tag(span, SEGMENT_INDEX, header(exchange, Headers.SEGMENT_INDEX));
            tagSession(span, exchange);
            exchange.setProperty(TRANSCRIPT_SPAN, span);
        } else {
            span.setTag(OPERATION, "speech_to_text");
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        if (exchange.getException() != null) {
            tagFailure(span, exchange.getException());
        } else if (exchange.getProperty(TRANSCRIPT_SPAN) != span) {
            tagSession(span, exchange);
        }
    }

    private static void mask(Span span, String uri) {
        String masked = CONFIDENTIAL.matcher(uri).replaceAll("$1xxxxxx");
        if (!masked.equals(uri)) {
            span.setTag(URI_TAG, masked);
            span.setTag(TagConstants.URL_QUERY, URISupport.extractQuery(masked));
        }
    }

    /** Camel takes the whole address for the server's. */
    private static void tagServer(Span span, URI service) {
        boolean encrypted = Set.of("wss", "https").contains(service.getScheme().toLowerCase(Locale.ROOT));
        int usual = encrypted ? 443 : 80;
        span.setTag(TagConstants.SERVER_ADDRESS, service.getHost());
        span.setTag(SERVER_PORT, String.valueOf(service.getPort() < 0 ? usual : service.getPort()));
    }

    /** Does nothing for a message of a stream that goes on: it has none of these headers. */
    private static void tagSession(Span span, Exchange exchange) {
        tag(span, SESSION_ID, header(exchange, Headers.SESSION_ID));
        USAGE.forEach((header, tag) -> tag(span, tag, header(exchange, header)));
    }

    private static void tagFailure(Span span, Throwable thrown) {
        span.setTag(ERROR_TYPE, thrown.getClass().getName());
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ObservedFailure ours) {
                span.setTag(ERROR_TYPE, ours.getErrorType());
                tag(span, SESSION_ID, ours.getSessionId());
                return;
            }
        }
    }

    private static String header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, String.class);
    }

    private static void tag(Span span, String name, String value) {
        if (value != null) {
            span.setTag(name, value);
        }
    }
}
