package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Utterance;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Answers commits strictly in their order, however long each recognition takes. */
final class AnswerQueue {
    private final SessionClock clock;
    private final Outbox outbox;
    private final BiFunction<Integer, Utterance, CommitAnswer> composer;
    private final IntConsumer onAnswered;
    private final Consumer<Throwable> onFailure;
    private final Queue<Pending> pending = new ArrayDeque<>();
    private boolean answering;
    private int ownedByClient;
    private int answered;

    /**
     * @param composer   makes the answer of this number, from 1
     * @param onAnswered called when the first message of an answer is sent, with the number of the answer, from 1
     */
    AnswerQueue(
            SessionClock clock,
            Outbox outbox,
            BiFunction<Integer, Utterance, CommitAnswer> composer,
            IntConsumer onAnswered,
            Consumer<Throwable> onFailure) {
        this.clock = clock;
        this.outbox = outbox;
        this.composer = composer;
        this.onAnswered = onAnswered;
        this.onFailure = onFailure;
    }

    /** Answers with this utterance, but not before the delay has passed. */
    void expect(CompletionStage<Utterance> utterance, Duration delay, boolean clientWaits) {
        Pending next = new Pending(clientWaits);
        pending.add(next);
        ownedByClient += clientWaits ? 1 : 0;
        utterance.whenCompleteAsync(
                (recognised, failure) -> {
                    if (failure == null) {
                        next.utterance = recognised;
                        answerNext();
                    } else {
                        onFailure.accept(failure);
                    }
                },
                clock);
        clock.after(delay, () -> {
            next.due = true;
            answerNext();
        });
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Whether a commit of the client still waits for the first message of its answer. */
    boolean clientWaits() {
        return ownedByClient > 0;
    }

    private void answerNext() {
        Pending next = pending.peek();
        if (answering || next == null || !next.due || next.utterance == null) {
            return;
        }
        answering = true;
        ownedByClient -= next.clientWaits ? 1 : 0;
        int number = ++answered;
        CommitAnswer answer = composer.apply(number, next.utterance);
        for (CommitAnswer.Step step : answer.steps()) {
            soon(step.offset(), () -> outbox.send(step.message()));
        }
        soon(answer.lead(), () -> onAnswered.accept(number));
        soon(answer.duration(), () -> {
            pending.remove();
            answering = false;
            answerNext();
        });
    }

    private void soon(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            clock.after(delay, task);
        }
    }

    private static final class Pending {
        final boolean clientWaits;
        boolean due;
        Utterance utterance;

        Pending(boolean clientWaits) {
            this.clientWaits = clientWaits;
        }
    }
}
