package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Awaited;
import io.github.camelelevenlabs.stt.Transcription.Result;
import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transport.TransportSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;

/**
 * The stream sessions of a name, by their keys, whichever route, producer or endpoint of the name brings their messages. The
 * endpoint of a stream's first message gives its options. Safe for use by many threads.
 */
final class StreamSessions {

    /** Somebody may be reading along; a little order among the channels is worth a little time. */
    private static final Duration CHANNEL_PATIENCE = Duration.ofSeconds(2);

    private final ReentrantLock opening = new ReentrantLock();
    /** A session stays until its last transcript is routed, also when it takes no more audio. */
    private final Map<String, StreamSession> byKey = new ConcurrentHashMap<>();

    /**
     * Hands a message to the session of this key, which it opens if need be. The exchange completes when the session has
     * taken the audio, or with the transcript when it is the last one.
     *
     * @param endpoint that brings the message: what may be fetched for it, and what its last message's body becomes, is for
     *     this one to say
     */
    void feed(ElevenLabsSttEndpoint endpoint, TransportSettings transport, String key, Exchange exchange, Answer answer)
            throws IOException, InterruptedException {
        boolean last = flag(exchange, ElevenLabsSttConstants.END_OF_AUDIO);
        boolean commit = flag(exchange, ElevenLabsSttConstants.COMMIT);
        AudioBody body = AudioBody.of(exchange);
        OutputFormat output = SessionPlan.output(endpoint.getConfiguration(), exchange.getIn());
        String route = ExchangeHelper.getRouteId(exchange);
        if (body instanceof AudioBody.Empty) {
            if (!last && !commit) {
                throw new AudioException(
                        "no audio: the body is empty, and the message neither commits nor ends the session");
            }
            feedNothing(
                    endpoint,
                    key,
                    new StreamSession.Message(piece(endpoint, body, commit), last, output, answer, route));
            return;
        }
        // Before anything else changes: what cannot be opened fails its message and nothing more.
        AudioPiece piece = piece(endpoint, body, commit);
        try {
            StreamSession.Message message = new StreamSession.Message(piece, last, output, answer, route);
            StreamSession session = byKey.get(key);
            while (session == null || !session.feed(message)) {
                session = replace(key, session, endpoint, transport, exchange);
            }
        } catch (Throwable e) {
            close(piece);
            throw e;
        }
    }

    /** A message without audio begins no stream. */
    private void feedNothing(ElevenLabsSttEndpoint endpoint, String key, StreamSession.Message message)
            throws InterruptedException {
        StreamSession session = byKey.get(key);
        if (session != null && (session.feed(message) || message.last() && session.tellTheEnd(message))) {
            return;
        }
        // There is nothing to commit or to end: the stream was never begun, or was idle and has ended.
        Sessions sessions = endpoint.sessions();
        sessions.routes().execute(() -> message.answer().with(Result.nothing(sessions.nextId()), message.output()));
    }

    private static AudioPiece piece(ElevenLabsSttEndpoint endpoint, AudioBody body, boolean commit) throws IOException {
        if (body instanceof AudioBody.Bytes bytes) {
            return new AudioPiece.Bytes(bytes.bytes(), commit);
        } else if (body instanceof AudioBody.OnDisk file) {
            return new AudioPiece.Stream(Files.newInputStream(file.path()), commit);
        } else if (body instanceof AudioBody.Stream open) {
            return new AudioPiece.Stream(open.stream(), commit);
        } else if (body instanceof AudioBody.Url at) {
            return new AudioPiece.Stream(endpoint.fetch(at.url()).asStream(), commit);
        }
        return new AudioPiece.Bytes(ByteBuffer.allocate(0), commit);
    }

    private static void close(AudioPiece piece) {
        if (piece instanceof AudioPiece.Stream open) {
            IOHelper.close(open.stream());
        }
    }

    private static boolean flag(Exchange exchange, String header) {
        Object value = exchange.getIn().getHeader(header);
        Boolean flag = exchange.getIn().getHeader(header, Boolean.class);
        if (value != null && flag == null) {
            throw new IllegalArgumentException(
                    header + "=" + Printable.of(value.toString()) + " is not allowed; true or false is");
        }
        return value != null && flag;
    }

    /**
     * The session in place of one that takes no more audio, or of none. Of messages that come at once one opens it.
     *
     * @param ended null for none
     */
    private StreamSession replace(
            String key,
            StreamSession ended,
            ElevenLabsSttEndpoint endpoint,
            TransportSettings transport,
            Exchange exchange) {
        SessionPlan plan = SessionPlan.of(
                endpoint.getConfiguration(), exchange.getIn(), endpoint.topic().wantsTimestamps());
        opening.lock();
        try {
            StreamSession present = byKey.get(key);
            return present != null && present != ended ? present : open(key, endpoint, transport, plan, exchange);
        } finally {
            opening.unlock();
        }
    }

    private StreamSession open(
            String key,
            ElevenLabsSttEndpoint endpoint,
            TransportSettings transport,
            SessionPlan plan,
            Exchange exchange) {
        Sessions sessions = endpoint.sessions();
        TranscriptTopics topics = endpoint.getComponent().topics();
        String id = sessions.nextId();
        TranscriptExchanges exchanges = new TranscriptExchanges(id, key, exchange.getIn());
        Transcription transcription = new Transcription(id, endpoint, exchanges, Awaited.TRANSCRIBED);
        StreamSession session = new StreamSession(endpoint, plan, transcription, over -> {
            byKey.remove(key, over);
            topics.leave(endpoint.getName(), over);
        });
        topics.use(endpoint.getName(), session);
        byKey.put(key, session);
        try {
            sessions.open(transcription, plan, transport, session.source(), CHANNEL_PATIENCE);
        } catch (Throwable e) {
            session.forget(e);
            throw e;
        }
        return session;
    }

    /** Takes what was sent so far for all there is; the sessions transcribe it to its end. */
    void end() {
        byKey.values().forEach(StreamSession::end);
    }

    /** The same for the streams all of whose messages came by such routes. */
    void endThoseFedBy(Predicate<String> routes) {
        for (StreamSession session : byKey.values()) {
            List<String> fedBy = session.routes();
            if (!fedBy.isEmpty() && fedBy.stream().allMatch(routes)) {
                session.end();
            }
        }
    }

    /** The component has stopped: whoever waits for a session waits for nothing. */
    void stop() {
        byKey.values().forEach(StreamSession::stop);
    }
}
