package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final ReentrantLock opening = new ReentrantLock();
    /** Each session until its last transcript is routed, also when it takes no more audio. */
    private final Set<StreamSession> all = ConcurrentHashMap.newKeySet();
    /** The newest session of each key. */
    private final Map<StreamKey, StreamSession> byKey = new ConcurrentHashMap<>();

    private final AwaitedRedeliveries redeliveries = new AwaitedRedeliveries();

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
        StreamKey key = new StreamKey(opener.name(), sessionKey);
        StreamMessage message = StreamMessage.of(opener, exchange, reply);
        try {
            StreamSession session = byKey.get(key);
            // Asked when the session is known: messages that fail with it are awaited before another one takes its
            // place.
            while (!isRefused(opener, key, message)) {
                if (message.empty()) {
                    feedNothing(opener, key, session, message);
                    return;
                } else if (session != null && session.feed(message)) {
                    if (opener.acknowledgesRouted()) {
                        redeliveries.taken(key, message.position());
                    }
                    session.open();
                    return;
                }
                session = replace(key, session, opener, exchange.getIn());
            }
            DeferredSource.close(message.piece());
        } catch (Throwable e) {
            DeferredSource.close(message.piece());
            if (opener.acknowledgesRouted()) {
                await(opener, key, List.of(message.acknowledged()));
            }
            throw e;
        }
    }

    /** Fails a message at once that comes before those that failed with their session. */
    private boolean isRefused(SessionOpener opener, StreamKey key, StreamMessage message) {
        Optional<String> refusal =
                opener.acknowledgesRouted() ? redeliveries.refusal(key, message.position()) : Optional.empty();
        refusal.map(why -> opener.failures().of(ErrorCode.AUDIO_SOURCE_FAILED, why))
                .ifPresent(
                        failure -> opener.routes().execute(() -> message.reply().failed(failure)));
        return refusal.isPresent();
    }

    private void await(SessionOpener opener, StreamKey key, List<Acknowledgements.Message> failing) {
        List<Long> positions = failing.stream()
                .flatMap(message -> message.position().stream().boxed())
                .toList();
        redeliveries.await(key, positions, opener.timer(), opener.sessionIdleTimeout());
    }

    /** A message without audio begins no stream. It may end one that another process has begun. */
    private void feedNothing(SessionOpener opener, StreamKey key, StreamSession present, StreamMessage message)
            throws InterruptedException {
        StreamSession session = present;
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
        // There is nothing to commit, to end or to change: the stream has not begun, or was idle and has ended.
        opener.routes().execute(() -> {
            if (message.onlyChanges()) {
                message.reply().audioTaken();
            } else {
                message.reply().transcribed(Result.nothing(opener.nextId()), message.output());
            }
        });
    }

    /**
     * The session that follows one that takes no more audio. When several messages come at once, one of them makes it.
     *
     * @param ended null when there was none
     */
    private StreamSession replace(StreamKey key, StreamSession ended, SessionOpener opener, Message first) {
        Awaited awaited = opener.acknowledgesRouted() ? Awaited.ROUTED : Awaited.TRANSCRIBED;
        opening.lock();
        try {
            StreamSession present = byKey.get(key);
            if (present != null && present != ended) {
                return present;
            }
            // Messages that came before the one before failed would go before those that come again.
            boolean early = ended != null && !ended.over().toCompletableFuture().isDone();
            return begin(
                    key,
                    opener,
                    first,
                    () -> after(ended, opener)
                            .thenCompose(over -> early && redeliveries.areAwaited(key)
                                    ? CompletableFuture.failedFuture(behindFailed(opener))
                                    : opener.plan(first, key.key(), awaited)));
        } finally {
            opening.unlock();
        }
    }

    private static Exception behindFailed(SessionOpener opener) {
        return opener.failures()
                .of(
                        ErrorCode.AUDIO_SOURCE_FAILED,
                        "the stream before this one failed, and its messages have to come again before this one");
    }

    /** With a repository, what is kept of the stream before is removed first, or else belongs to the next one. */
    private static CompletionStage<Void> after(StreamSession ended, SessionOpener opener) {
        CompletableFuture<Void> free = new CompletableFuture<>();
        if (ended == null || !opener.keepsSessions()) {
            free.complete(null);
        } else {
            SessionLoop timer = opener.timer();
            SessionLoop.Timer alarm = timer.schedule(opener.sessionIdleTimeout(), () -> free.complete(null));
            ended.over().whenComplete((nothing, failure) -> free.complete(null));
            free.whenComplete((nothing, failure) -> timer.execute(alarm::cancel));
        }
        return free;
    }

    private StreamSession begin(
            StreamKey key, SessionOpener opener, Message first, Supplier<CompletionStage<PlannedSession>> planning) {
        TranscriptTopics topics = opener.topics();
        StreamSession session = new StreamSession(
                opener,
                first,
                planning,
                done -> {
                    all.remove(done);
                    topics.leave(key.name(), done);
                },
                (failing, why) -> {
                    if (opener.acknowledgesRouted() && opener.failures().isRetryable(why)) {
                        await(opener, key, failing);
                    }
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
        redeliveries.clear();
    }
}
