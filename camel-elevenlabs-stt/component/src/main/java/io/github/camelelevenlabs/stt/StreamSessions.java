package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Awaited;
import io.github.camelelevenlabs.stt.Transcription.Result;
import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.session.TransportSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** The stream sessions of a producer, by their keys. Safe for use by many threads. */
final class StreamSessions {

    /** Somebody may be reading along; a little order among the channels is worth a little time. */
    private static final Duration CHANNEL_PATIENCE = Duration.ofSeconds(2);

    private final ElevenLabsSttEndpoint endpoint;
    private final TransportSettings transport;
    private final Map<String, StreamSession> byKey = new ConcurrentHashMap<>();

    StreamSessions(ElevenLabsSttEndpoint endpoint, TransportSettings transport) {
        this.endpoint = endpoint;
        this.transport = transport;
    }

    /**
     * Hands a message to the session of this key, which it opens if need be. The exchange completes when the session has
     * taken the audio, or with the transcript when it is the last one.
     *
     * @throws IllegalStateException when too many messages wait already and the thread was interrupted while it waited
     */
    void feed(String key, Exchange exchange, Answer answer) throws IOException, InterruptedException {
        boolean last = flag(exchange, ElevenLabsSttConstants.END_OF_AUDIO);
        boolean commit = flag(exchange, ElevenLabsSttConstants.COMMIT);
        AudioBody body = AudioBody.of(exchange);
        if (body instanceof AudioBody.Empty && !last && !commit) {
            throw new AudioException(
                    "no audio: the body is empty, and the message neither commits nor ends the session");
        }
        OutputFormat output = SessionPlan.output(endpoint.getConfiguration(), exchange.getIn());
        if (body instanceof AudioBody.Empty && !byKey.containsKey(key)) {
            // There is nothing to commit or to end: the stream was never begun, or was idle and has ended.
            endpoint.sessions()
                    .routes()
                    .execute(
                            () -> answer.with(Result.nothing(endpoint.sessions().nextId()), output));
            return;
        }
        // Before anything else changes: what cannot be opened fails its message and nothing more.
        AudioPiece piece = piece(body, commit);
        StreamSession session = byKey.computeIfAbsent(key, absent -> open(absent, exchange));
        if (last) {
            byKey.remove(key, session);
        }
        session.feed(piece, last, output, answer);
    }

    private AudioPiece piece(AudioBody body, boolean commit) throws IOException {
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

    private static boolean flag(Exchange exchange, String header) {
        Object value = exchange.getIn().getHeader(header);
        Boolean flag = exchange.getIn().getHeader(header, Boolean.class);
        if (value != null && flag == null) {
            throw new IllegalArgumentException(header + "=" + value + " is not allowed; true or false is");
        }
        return value != null && flag;
    }

    private StreamSession open(String key, Exchange opening) {
        Sessions sessions = endpoint.sessions();
        SessionPlan plan = SessionPlan.of(
                endpoint.getConfiguration(), opening.getIn(), endpoint.topic().wantsTimestamps());
        String id = sessions.nextId();
        TranscriptExchanges exchanges = new TranscriptExchanges(id, key, opening.getIn());
        Transcription transcription = new Transcription(id, endpoint, exchanges, Awaited.TRANSCRIBED);
        StreamSession session = new StreamSession(endpoint, plan, transcription, ended -> byKey.remove(key, ended));
        sessions.open(transcription, plan, transport, session.source(), CHANNEL_PATIENCE);
        return session;
    }

    /** Takes what was sent so far for all there is; the sessions transcribe it to its end. */
    void end() {
        byKey.values().forEach(StreamSession::end);
        byKey.clear();
    }
}
