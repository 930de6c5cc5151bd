package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.FedSource;
import io.github.camelelevenlabs.stt.delivery.FedStream;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A session whose audio comes message by message. Each message completes when its audio was taken, the last one with the
 * transcript; a session that fails fails those that wait, or, if none does, the next.
 */
final class StreamSession implements FedStream {

    /**
     * Messages that may wait for room at a time. A caller that hands over more without waiting for their completion is
     * itself made to wait: that is all that slows such a source down.
     */
    private static final int MAX_WAITING = 256;

    private final SessionOpener opener;
    private final Transcription transcription;
    private final Consumer<StreamSession> onDone;
    private final FedSource source;
    private final SessionLoop timer;
    private final Duration idleTimeout;

    private final Semaphore room = new Semaphore(MAX_WAITING);
    /** By which routes messages came; bounded by the routes there are. */
    private final Set<String> routes = ConcurrentHashMap.newKeySet();
    /** Whether somebody has been told, or will be, how the session ended. */
    private final AtomicBoolean endTaken = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private long lastAudioAt;
    /** How many messages are being handed to the source just now. */
    private int feeding;
    /** No more messages are to come. The source hears of it when those are in that are being handed over. */
    private boolean ending;

    private volatile boolean completed;
    /** What fails every message that is not taken, when no end of the session will tell. */
    private volatile Exception failed;

    /**
     * A message of the stream.
     *
     * @param last   whether this is the end of the audio
     * @param output what the last message's body becomes
     * @param route  by which it came; null when it came by none
     */
    record Message(AudioPiece piece, boolean last, OutputFormat output, PendingReply answer, String route) {}

    /** @param onDone called when nobody has anything to say to this one or to hear from it any more; perhaps twice */
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

    @Override
    public Collection<String> routes() {
        return routes;
    }

    /**
     * Takes a message. Returns false when no more messages are taken here, and then has done nothing with it: not with its
     * piece either. Waits while too many messages wait already.
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
            endTaken.set(true);
        }
        taken.whenComplete((nothing, failure) -> {
            // A piece that fails by itself may end the session in the next moment, but is not failed by that.
            boolean closed = source.isClosed();
            room.release();
            noteAudio();
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
        boolean inTurn;
        lock.lock();
        try {
            feeding--;
            ending |= last;
            inTurn = ending && feeding == 0;
        } finally {
            lock.unlock();
        }
        if (inTurn) {
            source.end();
        }
    }

    private void noteAudio() {
        lock.lock();
        try {
            lastAudioAt = timer.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Answers a message with the transcript, when it is there. Always returns true. */
    boolean tellTheEnd(Message message) {
        endTaken.set(true);
        transcription.onCompletion(result -> message.answer().with(result, message.output()));
        return true;
    }

    /** @param closed whether the source was closed under the piece */
    private void onTaken(Message message, boolean awaited, Throwable failure, boolean closed) {
        PendingReply answer = message.answer();
        if (failure == null && awaited) {
            tellTheEnd(message);
        } else if (failure == null) {
            answer.accepted();
        } else if (failed != null) {
            answer.failed(failed);
        } else if (closed) {
            // What ended the session is what failed the piece.
            endTaken.set(true);
            onDone.accept(this);
            transcription.onCompletion(result -> answer.failed(
                    result.sessionFailure().orElseGet(() -> opener.failures().ofSource(failure))));
        } else {
            answer.failed(opener.failures().ofSource(failure));
        }
    }

    @Override
    public void end() {
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
        source.end();
    }

    /** The session was never opened: the messages that came for it meanwhile fail. */
    void forget(Throwable why) {
        end();
        fail(opener.failures().of(why));
    }

    @Override
    public void stop() {
        SessionFailure why = SessionFailure.of(ErrorCode.STOPPED, "the component was stopped while the stream went on");
        fail(opener.failures().of(why, transcription.id(), new Transcript(List.of()), Duration.ZERO));
    }

    private void fail(Exception why) {
        failed = why;
        source.fail(why);
        onDone.accept(this);
    }

    private boolean isEnding() {
        lock.lock();
        try {
            return ending;
        } finally {
            lock.unlock();
        }
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
        source.end();
        if (completed) {
            // Nobody came who could have been told.
            onDone.accept(this);
        }
    }

    private void onCompletion(Result result) {
        boolean nobodyKnows = !endTaken.get();
        completed = true;
        if (isEnding() || result.sessionFailure().isEmpty()) {
            onDone.accept(this);
        }
        if (nobodyKnows) {
            result.sessionFailure().ifPresent(transcription::report);
        }
    }
}
