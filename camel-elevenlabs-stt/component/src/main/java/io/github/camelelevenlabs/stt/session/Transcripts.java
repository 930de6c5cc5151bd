package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Answer;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The transcripts of one connection: partials without echoes and repeats, and each commit once, with its twin. Used on the session's loop.
 */
final class Transcripts {

    private final SessionLoop loop;
    private final Consumer<String> onPartial;
    private final Runnable onAnswer;
    private final Consumer<TwinPairing.Commit> onCommit;
    private final Runnable onTwinMissing;
    private final TwinPairing pairing;
    private final PartialFilter partials = new PartialFilter();

    private Timer twinWait = Timer.NONE;

    /**
     * @param onPartial     takes each partial that says something new
     * @param onAnswer      called with the first message of each answer
     * @param onCommit      takes each answer once it is complete, or its twin was waited for long enough
     * @param onTwinMissing called when a twin is overdue: {@link #deliver()} takes the commit as it is
     */
    Transcripts(
            boolean twinsExpected,
            SessionLoop loop,
            Consumer<String> onPartial,
            Runnable onAnswer,
            Consumer<TwinPairing.Commit> onCommit,
            Runnable onTwinMissing) {
        this.pairing = new TwinPairing(twinsExpected);
        this.loop = loop;
        this.onPartial = onPartial;
        this.onAnswer = onAnswer;
        this.onCommit = onCommit;
        this.onTwinMissing = onTwinMissing;
    }

    void received(Partial partial) {
        partials.newWords(partial.text()).ifPresent(onPartial);
    }

    void received(Answer message) {
        long now = loop.nanoTime();
        if (!pairing.isTwin(message, now)) {
            onAnswer.run();
            pairing.open(partials.commit(message.text()), now);
        }
        pairing.add(message, now);
        deliver();
    }

    /** Delivers the commits that are complete or have waited long enough. */
    void deliver() {
        long now = loop.nanoTime();
        pairing.take(now).forEach(onCommit);
        twinWait.cancel();
        twinWait = Timer.NONE;
        pairing.waitLeft(now).ifPresent(left -> twinWait = loop.schedule(Duration.ofNanos(left), onTwinMissing));
    }

    /** Delivers the commits that still wait for a twin, which will not come any more. */
    void flush() {
        twinWait.cancel();
        pairing.takeAll().forEach(onCommit);
    }

    void stop() {
        twinWait.cancel();
    }

    /** Whether a commit still waits for its twin. */
    boolean isTwinOutstanding() {
        return pairing.waitLeft(loop.nanoTime()).isPresent();
    }

    /** Whether a partial had words that no commit has covered yet. */
    boolean isPending() {
        return partials.isPending();
    }
}
