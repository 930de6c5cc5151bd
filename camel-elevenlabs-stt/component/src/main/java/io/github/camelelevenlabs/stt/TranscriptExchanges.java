package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;

/** Puts what a session says into exchanges: one of these for every session. */
final class TranscriptExchanges {

    static final String COMMITTED = "committed_transcript";
    static final String PARTIAL = "partial_transcript";
    static final String STARTED = "session_started";
    static final String ENDED = "session_ended";

    /** What tells the producer how to treat the opening message is nothing that its transcripts should repeat. */
    private static final Set<String> INSTRUCTIONS = Set.of(
            ElevenLabsSttConstants.AUDIO_FORMAT,
            ElevenLabsSttConstants.AUDIO_TRACK,
            ElevenLabsSttConstants.KEYTERMS,
            ElevenLabsSttConstants.PREVIOUS_TEXT,
            ElevenLabsSttConstants.OUTPUT_FORMAT,
            ElevenLabsSttConstants.COMMIT,
            ElevenLabsSttConstants.END_OF_AUDIO,
            Exchange.CONTENT_TYPE,
            Exchange.CONTENT_LENGTH,
            Exchange.CONTENT_ENCODING);

    private final String sessionId;
    private final Map<String, Object> openingHeaders;

    /** @param sessionKey null when the session is one message */
    TranscriptExchanges(String sessionId, String sessionKey, Message opening) {
        this.sessionId = sessionId;
        this.openingHeaders = new HashMap<>(opening.getHeaders());
        this.openingHeaders.keySet().removeIf(INSTRUCTIONS::contains);
        this.openingHeaders.put(ElevenLabsSttConstants.SESSION_ID, sessionId);
        if (sessionKey != null) {
            this.openingHeaders.put(ElevenLabsSttConstants.SESSION_KEY, sessionKey);
        }
    }

    /** @param channel null unless channels are transcribed each by itself */
    void partial(Exchange exchange, Integer channel, Object body) {
        Message message = message(exchange, PARTIAL);
        message.setBody(body);
        setIfKnown(message, ElevenLabsSttConstants.CHANNEL, channel);
    }

    void started(Exchange exchange) {
        message(exchange, STARTED);
    }

    /** @param cause why the session failed; Camel's languages find it as they find any exception that was caught */
    void ended(Exchange exchange, SessionEnd end, int segments, Optional<Exception> cause) {
        usage(message(exchange, ENDED), end, segments);
        cause.ifPresent(why -> exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, why));
    }

    void segment(Exchange exchange, Segment segment, Object body) {
        Message message = message(exchange, COMMITTED);
        message.setBody(body);
        message.setHeader(ElevenLabsSttConstants.SEGMENT_INDEX, segment.index());
        message.setHeader(ElevenLabsSttConstants.SEGMENT_ID, sessionId + "-" + segment.index());
        setIfKnown(message, ElevenLabsSttConstants.LANGUAGE_CODE, segment.languageCode());
        setIfKnown(message, ElevenLabsSttConstants.CHANNEL, segment.channel());
        segment.startTime().ifPresent(time -> message.setHeader(ElevenLabsSttConstants.START_TIME, time));
        segment.endTime().ifPresent(time -> message.setHeader(ElevenLabsSttConstants.END_TIME, time));
        segment.confidence().ifPresent(sure -> message.setHeader(ElevenLabsSttConstants.CONFIDENCE, sure));
        if (!segment.words().isEmpty()) {
            message.setHeader(ElevenLabsSttConstants.WORDS, segment.words());
        }
        if (!segment.entities().isEmpty()) {
            message.setHeader(ElevenLabsSttConstants.ENTITIES, segment.entities());
        }
        setIfKnown(message, ElevenLabsSttConstants.EDITED_TEXT, segment.editedText());
    }

    /** Turns the producer's own message into the result, keeping its headers. */
    static void result(Message message, String sessionId, Transcript transcript, SessionEnd end, OutputFormat format) {
        message.setBody(format.body(transcript));
        message.setHeader(ElevenLabsSttConstants.SESSION_ID, sessionId);
        message.setHeader(ElevenLabsSttConstants.SEGMENTS, transcript.segments());
        usage(message, end, transcript.segments().size());
        setIfKnown(message, ElevenLabsSttConstants.LANGUAGE_CODE, transcript.languageCode());
    }

    private Message message(Exchange exchange, String type) {
        Message message = exchange.getIn();
        message.setHeaders(new HashMap<>(openingHeaders));
        message.setHeader(ElevenLabsSttConstants.MESSAGE_TYPE, type);
        return message;
    }

    private static void usage(Message message, SessionEnd end, int segments) {
        message.setHeader(ElevenLabsSttConstants.SEGMENT_COUNT, segments);
        message.setHeader(
                ElevenLabsSttConstants.AUDIO_DURATION, end.audioDuration().toMillis());
        message.setHeader(ElevenLabsSttConstants.AUDIO_SENT, end.audioSent().toMillis());
        message.setHeader(
                ElevenLabsSttConstants.AUDIO_REPLAYED, end.audioReplayed().toMillis());
        message.setHeader(ElevenLabsSttConstants.RECONNECTS, end.reconnects());
    }

    private static void setIfKnown(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
