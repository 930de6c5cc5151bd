package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Result;
import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.FedSource;
import io.github.camelelevenlabs.stt.session.SessionLoop;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A session whose audio comes message by message. Each message completes when its audio was taken, the last one with the
 * transcript; a session that fails fails those that wait, or, if none does, the next.
 */
final class StreamSession {

    /**
     * Messages that may wait for room at a time. A caller that hands over more without waiting for their completion is
     * itself made to wait: that is all that slows such a source down.
     */
    private static final int MAX_WAITING = 256;

    private final ElevenLabsSttEndpoint endpoint;
    private final SessionPlan plan;
    private final Transcription transcription;
    private final Consumer<StreamSession> onDone;
    private final FedSource source;
    private final SessionLoop timer;
    private final Duration idleTimeout;

    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final AtomicLong lastAudioAt = new AtomicLong();
    /** Whether somebody has been told, or will be, how the session ended. */
    private final AtomicBoolean endTaken = new AtomicBoolean();

    private volatile boolean ended;

    /** @param onDone called when no more messages are to come here */
    StreamSession(
            ElevenLabsSttEndpoint endpoint,
            SessionPlan plan,
            Transcription transcription,
            Consumer<StreamSession> onDone) {
        this.endpoint = endpoint;
        this.plan = plan;
        this.transcription = transcription;
        this.onDone = onDone;
        this.source = new FedSource(plan.hint(), endpoint.decoding(transcription.id(), plan));
        this.timer = endpoint.sessions().timer();
        this.idleTimeout = Duration.ofMillis(endpoint.getConfiguration().getSessionIdleTimeout());
        lastAudioAt.set(timer.nanoTime());
        timer.schedule(idleTimeout, this::endIfIdle);
        transcription.completion().thenAccept(this::onCompletion);
    }

    AudioSource source() {
        return source;
    }

    /**
     * @param last   whether this is the end of the audio
     * @param output what the last message's body becomes
     */
    void feed(AudioPiece piece, boolean last, OutputFormat output, Answer answer) throws InterruptedException {
        room.acquire();
        lastAudioAt.set(timer.nanoTime());
        CompletionStage<Void> taken = source.feed(piece);
        boolean awaited = last && endpoint.getConfiguration().isWaitForTranscript();
        if (awaited) {
            endTaken.set(true);
            transcription.completion().thenAccept(result -> answer.with(result, output));
        }
        if (last) {
            end();
        }
        taken.whenComplete((nothing, failure) -> {
            room.release();
            lastAudioAt.set(timer.nanoTime());
            endpoint.sessions().routes().execute(() -> onTaken(failure, awaited, answer));
        });
    }

    private void onTaken(Throwable failure, boolean awaited, Answer answer) {
        if (failure == null) {
            if (!awaited) {
                answer.accepted();
            }
        } else if (source.isClosed()) {
            // The source was closed under the piece: what ended the session is what failed it.
            endTaken.set(true);
            onDone.accept(this);
            transcription
                    .completion()
                    .thenAccept(result -> answer.failed(result.failure().orElseGet(() -> cause(failure))));
        } else {
            answer.failed(cause(failure));
        }
    }

    private static Exception cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof Exception exception ? exception : new CompletionException(cause);
    }

    /** There is no more audio. May be called twice. */
    void end() {
        if (!ended) {
            ended = true;
            source.end();
        }
    }

    private void endIfIdle() {
        if (ended) {
            return;
        }
        Duration left = idleTimeout.minusNanos(timer.nanoTime() - lastAudioAt.get());
        if (source.waiting() == 0 && (left.isNegative() || left.isZero())) {
            onDone.accept(this);
            end();
        } else {
            timer.schedule(left.isNegative() || left.isZero() ? idleTimeout : left, this::endIfIdle);
        }
    }

    private void onCompletion(Result result) {
        boolean nobodyKnows = !endTaken.get();
        if (ended || result.sessionFailure().isEmpty()) {
            onDone.accept(this);
        }
        if (nobodyKnows) {
            result.sessionFailure().ifPresent(endpoint.topic()::report);
        }
    }
}
