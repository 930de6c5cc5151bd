package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;

/** Fills the exchanges of one session: bodies and headers. Safe for use by many threads. */
public final class TranscriptExchanges {

    static final String COMMITTED = "committed_transcript";
    static final String PARTIAL = "partial_transcript";
    static final String STARTED = "session_started";
    static final String ENDED = "session_ended";

    /**
     * Headers that instruct the producer. Transcripts carry the opening message's other headers, and not these. The language is that which
     * the service reports: what was asked for may have changed since.
     */
    private static final Set<String> INSTRUCTIONS = Set.of(
            Headers.AUDIO_FORMAT,
            Headers.AUDIO_TRACK,
            Headers.LANGUAGE_CODE,
            Headers.KEYTERMS,
            Headers.PREVIOUS_TEXT,
            Headers.OUTPUT_FORMAT,
            Headers.COMMIT,
            Headers.END_OF_AUDIO,
            Headers.START_AT,
            Headers.AUDIO_POSITION,
            Headers.RECORDING_KEY,
            Exchange.CONTENT_TYPE,
            Exchange.CONTENT_LENGTH,
            Exchange.CONTENT_ENCODING);

    private final String sessionId;
    private final Map<String, Object> openingHeaders;

    /** @param sessionKey null when the session is one message */
    public TranscriptExchanges(String sessionId, String sessionKey, Message opening) {
        this.sessionId = sessionId;
        this.openingHeaders = new HashMap<>(opening.getHeaders());
        this.openingHeaders.keySet().removeIf(INSTRUCTIONS::contains);
        this.openingHeaders.put(Headers.SESSION_ID, sessionId);
        if (sessionKey != null) {
            this.openingHeaders.put(Headers.SESSION_KEY, sessionKey);
        }
    }

    /**
     * @param channel null unless channels are transcribed separately
     * @param sent    all audio that was sent by now
     */
    void partial(Exchange exchange, Integer channel, Duration sent, Object body) {
        Message message = message(exchange, PARTIAL);
        message.setHeader(Headers.AUDIO_SENT, sent.toMillis());
        message.setBody(body);
        setIfKnown(message, Headers.CHANNEL, channel);
    }

    void started(Exchange exchange) {
        message(exchange, STARTED);
    }

    /** @param cause why the session failed; languages of Camel find it like any caught exception */
    void ended(Exchange exchange, SessionEnd end, int segments, Optional<Exception> cause) {
        Message message = message(exchange, ENDED);
        usage(message, end, segments);
        message.setHeader(Headers.COMMITTED_THROUGH, end.committedThrough().toMillis());
        cause.ifPresent(why -> exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, why));
    }

    /**
     * @param committedThrough the position up to which this segment and those before it cover the source
     * @param sent             all audio that was sent by now
     */
    void segment(Exchange exchange, Segment segment, Duration committedThrough, Duration sent, Object body) {
        Message message = message(exchange, COMMITTED);
        message.setHeader(Headers.AUDIO_SENT, sent.toMillis());
        message.setBody(body);
        message.setHeader(Headers.SEGMENT_INDEX, segment.index());
        message.setHeader(Headers.SEGMENT_ID, sessionId + "-" + segment.index());
        message.setHeader(Headers.COMMITTED_THROUGH, committedThrough.toMillis());
        setIfKnown(message, Headers.LANGUAGE_CODE, segment.languageCode());
        setIfKnown(message, Headers.CHANNEL, segment.channel());
        segment.startTime().ifPresent(time -> message.setHeader(Headers.START_TIME, time));
        segment.endTime().ifPresent(time -> message.setHeader(Headers.END_TIME, time));
        segment.confidence().ifPresent(sure -> message.setHeader(Headers.CONFIDENCE, sure));
        if (!segment.words().isEmpty()) {
            message.setHeader(Headers.WORDS, segment.words());
        }
        if (!segment.entities().isEmpty()) {
            message.setHeader(Headers.ENTITIES, segment.entities());
        }
        setIfKnown(message, Headers.EDITED_TEXT, segment.editedText());
    }

    /** Turns the producer's message into the result; its headers stay. */
    static void result(Message message, String sessionId, Transcript transcript, SessionEnd end, OutputFormat format) {
        message.setBody(format.body(transcript));
        message.setHeader(Headers.SESSION_ID, sessionId);
        message.setHeader(Headers.SEGMENTS, transcript.segments());
        usage(message, end, transcript.segments().size());
        setIfKnown(message, Headers.LANGUAGE_CODE, transcript.languageCode());
    }

    private Message message(Exchange exchange, String type) {
        Message message = exchange.getIn();
        message.setHeaders(new HashMap<>(openingHeaders));
        message.setHeader(Headers.MESSAGE_TYPE, type);
        return message;
    }

    private static void usage(Message message, SessionEnd end, int segments) {
        message.setHeader(Headers.SEGMENT_COUNT, segments);
        message.setHeader(Headers.AUDIO_DURATION, end.audioDuration().toMillis());
        message.setHeader(Headers.AUDIO_SENT, end.audioSent().toMillis());
        message.setHeader(Headers.AUDIO_REPLAYED, end.audioReplayed().toMillis());
        message.setHeader(Headers.RECONNECTS, end.reconnects());
    }

    private static void setIfKnown(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
