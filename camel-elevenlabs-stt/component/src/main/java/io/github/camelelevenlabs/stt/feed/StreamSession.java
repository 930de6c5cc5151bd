package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.FedSource;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A session that gets its audio from many messages. A message gets its reply when the session has taken its audio; the last one gets
 * the transcript. When the session fails, the waiting messages fail; if none waits, the next message fails. Safe for use by many
 * threads.
 */
final class StreamSession {

    /**
     * The number of messages whose audio may wait. A caller that sends more without waiting for the replies is blocked: nothing else
     * slows such a caller down.
     */
    private static final int MAX_WAITING = 256;

    private final SessionOpener opener;
    private final Transcription transcription;
    private final Consumer<StreamSession> onDone;
    private final FedSource source;
    private final SessionLoop timer;
    private final Duration idleTimeout;

    private final Semaphore room = new Semaphore(MAX_WAITING);
    /** The ids of the routes that sent messages; bounded by the number of routes. */
    private final Set<String> routes = ConcurrentHashMap.newKeySet();
    /** Whether a message gets the result of the session as its reply, or will get it. */
    private volatile boolean resultTaken;

    private final ReentrantLock lock = new ReentrantLock();
    /** The number of messages that are being handed to the source now. Guarded by the lock. */
    private int feeding;
    /** Takes no more messages. The source ends when none is being handed over. Written under the lock. */
    private volatile boolean ending;

    private volatile long lastAudioAt;
    private volatile boolean completed;
    /** The failure of all messages that are not taken, when the session itself reports none; or null. */
    private volatile Exception failed;

    /**
     * A message of the stream.
     *
     * @param last   whether it ends the audio
     * @param output the body that the last message gets
     * @param route  the id of the route that sent it; null for none
     */
    record Message(AudioPiece piece, boolean last, OutputFormat output, PendingReply reply, String route) {}

    /** @param onDone called when the session takes no more messages and owes no reply; perhaps twice */
    StreamSession(SessionOpener opener, PlannedSession planned, Consumer<StreamSession> onDone) {
        this.opener = opener;
        this.transcription = planned.transcription();
        this.onDone = onDone;
        this.source = new FedSource(planned.hint(), planned.decoding());
        this.timer = opener.timer();
        this.idleTimeout = opener.sessionIdleTimeout();
        lastAudioAt = timer.nanoTime();
        timer.schedule(idleTimeout, this::endIfIdle);
        transcription.onCompletion(this::onCompletion);
    }

    AudioSource source() {
        return source;
    }

    String name() {
        return opener.name();
    }

    /** Whether all its messages came by routes that fit; false when a message came by no route. */
    boolean isFedOnlyBy(Predicate<String> fits) {
        return !routes.isEmpty() && routes.stream().allMatch(fits);
    }

    /**
     * Takes a message. Returns false when the session takes no more messages; the message and its piece are then unused. Blocks
     * while {@link #MAX_WAITING} messages wait.
     */
    boolean feed(Message message) throws InterruptedException {
        room.acquire();
        if (!beginFeeding()) {
            room.release();
            return false;
        }
        try {
            if (message.route() != null) {
                routes.add(message.route());
            }
            feedSource(message);
        } finally {
            doneFeeding(message.last());
        }
        return true;
    }

    private void feedSource(Message message) {
        boolean awaited = message.last() && opener.waitsForTranscript();
        CompletionStage<Void> taken;
        try {
            taken = source.feed(message.piece());
        } catch (Throwable e) {
            room.release();
            throw e;
        }
        if (awaited) {
            resultTaken = true;
        }
        taken.whenComplete((nothing, failure) -> {
            // Read now: the session may end a moment later because this piece has failed.
            boolean closed = source.isClosed();
            room.release();
            lastAudioAt = timer.nanoTime();
            execute(() -> onTaken(message, awaited, failure, closed));
        });
    }

    private void execute(Runnable task) {
        try {
            opener.routes().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    private boolean beginFeeding() {
        lock.lock();
        try {
            if (ending) {
                return false;
            }
            feeding++;
            lastAudioAt = timer.nanoTime();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void doneFeeding(boolean last) {
        boolean ended;
        lock.lock();
        try {
            feeding--;
            ending |= last;
            ended = ending && feeding == 0;
        } finally {
            lock.unlock();
        }
        if (ended) {
            source.end();
        }
    }

    /** Replies to a message when the session has completed. */
    void replyWithTranscript(Message message) {
        resultTaken = true;
        transcription.onCompletion(result -> message.reply().transcribed(result, message.output()));
    }

    /** @param closed whether the source was closed before the piece was taken */
    private void onTaken(Message message, boolean awaited, Throwable failure, boolean closed) {
        PendingReply reply = message.reply();
        if (failure == null && awaited) {
            replyWithTranscript(message);
        } else if (failure == null) {
            reply.audioTaken();
        } else if (failed != null) {
            reply.failed(failed);
        } else if (closed) {
            // The failure of the session is the failure of the piece.
            resultTaken = true;
            onDone.accept(this);
            transcription.onCompletion(result -> reply.failed(
                    result.sessionFailure().orElseGet(() -> opener.failures().ofSource(failure))));
        } else {
            reply.failed(opener.failures().ofSource(failure));
        }
    }

    /** Ends the audio after the messages that were taken; the session transcribes it to its end. May be called twice. */
    void end() {
        lock.lock();
        try {
            if (ending) {
                return;
            }
            ending = true;
            if (feeding > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        endSource();
    }

    private void endSource() {
        source.end();
        if (completed) {
            // The session has failed, and no message came that could have failed with it.
            onDone.accept(this);
        }
    }

    /** The session could not be opened: messages that it has taken meanwhile fail. */
    void forget(Throwable why) {
        end();
        fail(opener.failures().of(why));
    }

    /** The component has stopped: no message waits any longer. */
    void stop() {
        SessionFailure why = SessionFailure.of(ErrorCode.STOPPED, "the component was stopped while the stream went on");
        fail(opener.failures().of(why, transcription.id(), new Transcript(List.of()), Duration.ZERO));
    }

    private void fail(Exception why) {
        failed = why;
        source.fail(why);
        onDone.accept(this);
    }

    private void endIfIdle() {
        Duration left;
        lock.lock();
        try {
            if (ending) {
                return;
            }
            left = idleTimeout.minusNanos(timer.nanoTime() - lastAudioAt);
            boolean timedOut = left.isNegative() || left.isZero();
            ending = timedOut && feeding == 0 && source.waiting() == 0;
            if (!ending) {
                timer.schedule(timedOut ? idleTimeout : left, this::endIfIdle);
                return;
            }
        } finally {
            lock.unlock();
        }
        endSource();
    }

    private void onCompletion(Result result) {
        boolean taken = resultTaken;
        completed = true;
        if (ending || result.sessionFailure().isEmpty()) {
            onDone.accept(this);
        }
        if (!taken) {
            result.sessionFailure().ifPresent(transcription::report);
        }
    }
}
