package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;

/**
 * The stream sessions of a component, by the names and keys of their messages, whichever route, producer or endpoint of the name
 * brings them. The endpoint of a stream's first message gives its options. Safe for use by many threads.
 */
public final class StreamSessions {

    private record Key(String name, String key) {}

    private final ReentrantLock opening = new ReentrantLock();
    /** A session stays until its last transcript is routed, also when it takes no more audio. */
    private final Map<Key, StreamSession> byKey = new ConcurrentHashMap<>();

    /**
     * Hands a message to the session of this key, which it opens if need be. The exchange completes when the session has
     * taken the audio, or with the transcript when it is the last one.
     *
     * @param opener of the endpoint that brings the message: what may be fetched for it, and what its last message's body
     *     becomes, is for this one to say
     */
    public void feed(SessionOpener opener, String sessionKey, Exchange exchange, PendingReply answer)
            throws IOException, InterruptedException {
        boolean last = flag(exchange, Headers.END_OF_AUDIO);
        boolean commit = flag(exchange, Headers.COMMIT);
        AudioBody body = AudioBody.of(exchange);
        OutputFormat output = opener.output(exchange.getIn());
        String route = ExchangeHelper.getRouteId(exchange);
        Key key = new Key(opener.name(), sessionKey);
        if (body instanceof AudioBody.Empty) {
            if (!last && !commit) {
                throw new AudioException(
                        "no audio: the body is empty, and the message neither commits nor ends the session");
            }
            feedNothing(
                    opener, key, new StreamSession.Message(piece(opener, body, commit), last, output, answer, route));
            return;
        }
        // Before anything else changes: what cannot be opened fails its message and nothing more.
        AudioPiece piece = piece(opener, body, commit);
        try {
            StreamSession.Message message = new StreamSession.Message(piece, last, output, answer, route);
            StreamSession session = byKey.get(key);
            while (session == null || !session.feed(message)) {
                session = replace(key, session, opener, exchange);
            }
        } catch (Throwable e) {
            close(piece);
            throw e;
        }
    }

    /** A message without audio begins no stream. */
    private void feedNothing(SessionOpener opener, Key key, StreamSession.Message message) throws InterruptedException {
        StreamSession session = byKey.get(key);
        if (session != null && (session.feed(message) || message.last() && session.tellTheEnd(message))) {
            return;
        }
        // There is nothing to commit or to end: the stream was never begun, or was idle and has ended.
        opener.routes().execute(() -> message.answer().with(Result.nothing(opener.nextId()), message.output()));
    }

    private static AudioPiece piece(SessionOpener opener, AudioBody body, boolean commit) throws IOException {
        if (body instanceof AudioBody.Bytes bytes) {
            return new AudioPiece.Bytes(bytes.bytes(), commit);
        } else if (body instanceof AudioBody.OnDisk file) {
            return new AudioPiece.Stream(Files.newInputStream(file.path()), commit);
        } else if (body instanceof AudioBody.Stream open) {
            return new AudioPiece.Stream(open.stream(), commit);
        } else if (body instanceof AudioBody.Url at) {
            return new AudioPiece.Stream(opener.fetch(at.url()).asStream(), commit);
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
    private StreamSession replace(Key key, StreamSession ended, SessionOpener opener, Exchange exchange) {
        PlannedSession planned = opener.plan(exchange.getIn(), key.key(), Awaited.TRANSCRIBED);
        opening.lock();
        try {
            StreamSession present = byKey.get(key);
            return present != null && present != ended ? present : open(key, opener, planned);
        } finally {
            opening.unlock();
        }
    }

    private StreamSession open(Key key, SessionOpener opener, PlannedSession planned) {
        TranscriptTopics topics = opener.topics();
        StreamSession session = new StreamSession(opener, planned, over -> {
            byKey.remove(key, over);
            topics.leave(key.name(), over);
        });
        topics.use(key.name(), session);
        byKey.put(key, session);
        try {
            planned.open(session.source());
        } catch (Throwable e) {
            session.forget(e);
            throw e;
        }
        return session;
    }
}
