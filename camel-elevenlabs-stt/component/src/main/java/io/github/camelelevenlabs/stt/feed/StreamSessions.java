package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

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
     * taken the audio, or when all of it is routed; the last message gets the transcript. Blocks while too many messages of the stream
     * wait.
     *
     * @param opener opens the session and fetches URLs, by the options of the endpoint that sends the message
     * @throws IOException when the body is no audio, or cannot be read
     */
    public void feed(SessionOpener opener, String sessionKey, Exchange exchange, PendingReply reply)
            throws IOException, InterruptedException {
        Key key = new Key(opener.name(), sessionKey);
        StreamMessage message = StreamMessage.of(opener, exchange, reply);
        if (message.empty()) {
            feedNothing(opener, key, message);
            return;
        }
        try {
            StreamSession session = byKey.get(key);
            while (session == null || !session.feed(message)) {
                session = replace(key, session, opener, exchange.getIn());
            }
            session.open();
        } catch (Throwable e) {
            DeferredSource.close(message.piece());
            throw e;
        }
    }

    /** A message without audio begins no stream. It may end one that another process has begun. */
    private void feedNothing(SessionOpener opener, Key key, StreamMessage message) throws InterruptedException {
        StreamSession session = byKey.get(key);
        if (session == null && message.last() && opener.keepsSessions()) {
            // Another process may have heard all of it, and died before it said so.
            session = replace(key, null, opener, message.exchange().getIn());
        }
        if (session != null && session.feed(message)) {
            session.open();
            return;
        } else if (session != null && message.last()) {
            session.replyWithTranscript(message);
            return;
        }
        // There is nothing to commit or to end: the stream has not begun, or was idle and has ended.
        opener.routes().execute(() -> message.reply().transcribed(Result.nothing(opener.nextId()), message.output()));
    }

    /**
     * The session that follows one that takes no more audio. When several messages come at once, one of them makes it.
     *
     * @param ended null when there was none
     */
    private StreamSession replace(Key key, StreamSession ended, SessionOpener opener, Message first) {
        Awaited awaited = opener.acknowledgesRouted() ? Awaited.ROUTED : Awaited.TRANSCRIBED;
        opening.lock();
        try {
            StreamSession present = byKey.get(key);
            if (present != null && present != ended) {
                return present;
            }
            return begin(
                    key,
                    opener,
                    () -> after(ended, opener).thenCompose(over -> opener.plan(first, key.key(), awaited)));
        } finally {
            opening.unlock();
        }
    }

    /** With a repository, what is kept of the stream before is removed first, or else belongs to the next one. */
    private static CompletionStage<Void> after(StreamSession ended, SessionOpener opener) {
        CompletableFuture<Void> free = new CompletableFuture<>();
        if (ended == null || !opener.keepsSessions()) {
            free.complete(null);
        } else {
            ended.over().whenComplete((nothing, failure) -> free.complete(null));
            opener.timer().schedule(opener.sessionIdleTimeout(), () -> free.complete(null));
        }
        return free;
    }

    private StreamSession begin(Key key, SessionOpener opener, Supplier<CompletionStage<PlannedSession>> planning) {
        TranscriptTopics topics = opener.topics();
        StreamSession session = new StreamSession(opener, planning, done -> {
            all.remove(done);
            topics.leave(key.name(), done);
        });
        session.over().whenComplete((nothing, failure) -> byKey.remove(key, session));
        topics.use(key.name(), session);
        all.add(session);
        byKey.put(key, session);
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
