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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;

/**
 * The stream sessions of a component, by name and key. Messages with the same name and key belong to one session, whichever route,
 * producer or endpoint sends them; the endpoint of the first message gives the options. Safe for use by many threads.
 */
public final class StreamSessions {

    private record Key(String name, String key) {}

    private final ReentrantLock opening = new ReentrantLock();
    /** Each session until its last transcript is routed, also when it takes no more audio. */
    private final Set<StreamSession> all = ConcurrentHashMap.newKeySet();
    /** The newest session of each key. */
    private final Map<Key, StreamSession> byKey = new ConcurrentHashMap<>();

    /**
     * Gives a message to the session of its key, which is opened if there is none. The message gets its reply when the session has
     * taken the audio; the last message gets the transcript. Blocks while too many messages of the stream wait.
     *
     * @param opener opens the session and fetches URLs, by the options of the endpoint that sends the message
     * @throws IOException when the body is no audio, or cannot be read
     */
    public void feed(SessionOpener opener, String sessionKey, Exchange exchange, PendingReply reply)
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
        }
        // Opened first: a piece that cannot be opened fails its message and not the stream.
        AudioPiece piece = piece(opener, body, commit);
        StreamSession.Message message = new StreamSession.Message(piece, last, output, reply, route);
        if (body instanceof AudioBody.Empty) {
            feedNothing(opener, key, message);
            return;
        }
        try {
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
        if (session != null && session.feed(message)) {
            return;
        } else if (session != null && message.last()) {
            session.replyWithTranscript(message);
            return;
        }
        // There is nothing to commit or to end: the stream has not begun, or was idle and has ended.
        opener.routes().execute(() -> message.reply().transcribed(Result.nothing(opener.nextId()), message.output()));
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
     * The session that follows one that takes no more audio. When several messages come at once, one of them opens it.
     *
     * @param ended null when there was none
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
            all.remove(over);
            byKey.remove(key, over);
            topics.leave(key.name(), over);
        });
        topics.use(key.name(), session);
        all.add(session);
        byKey.put(key, session);
        try {
            planned.open(session.source());
        } catch (Throwable e) {
            session.forget(e);
            throw e;
        }
        return session;
    }

    /** Ends all streams of a name. */
    public void end(String name) {
        endIf(name, stream -> true);
    }

    /** Ends the streams of a name whose messages all came by such routes. */
    public void endFedOnlyBy(String name, Predicate<String> routes) {
        endIf(name, stream -> stream.isFedOnlyBy(routes));
    }

    private void endIf(String name, Predicate<StreamSession> ended) {
        all.stream().filter(stream -> stream.name().equals(name)).filter(ended).forEach(StreamSession::end);
    }

    /** The component has stopped: messages that still wait fail, and their keys begin new streams. */
    public void stop() {
        all.forEach(StreamSession::stop);
    }
}
