package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;

/**
 * The transcripts that come on one connection: partials without their echoes and repeats, and commits, each once and with
 * its twin. Used on the session's loop.
 */
final class Transcripts {

    /** What is told of them. */
    interface Listener {
        void onPartial(String text);

        /** The first message of an answer came. */
        void onAnswer();

        /** An answer is complete, or as complete as it will get. */
        void onCommit(TwinPairing.Commit commit);

        /** A twin is overdue: {@link #deliver()} takes the commit as it is. */
        void onTwinMissing();
    }

    private final SessionLoop loop;
    private final Listener listener;
    private final TwinPairing pairing;
    private final PartialFilter partials = new PartialFilter();

    private int answers;
    private Timer twinWait = Timer.NONE;

    Transcripts(boolean twinsExpected, SessionLoop loop, Listener listener) {
        this.pairing = new TwinPairing(twinsExpected);
        this.loop = loop;
        this.listener = listener;
    }

    void heard(Partial partial) {
        partials.heard(partial.text()).ifPresent(listener::onPartial);
    }

    void heard(Committed plain) {
        long now = loop.nanoTime();
        if (!pairing.isTwin(plain, now)) {
            answered(plain.text(), now);
        }
        pairing.add(plain, now);
        deliver();
    }

    void heard(CommittedWithTimestamps timed) {
        long now = loop.nanoTime();
        if (!pairing.isTwin(timed, now)) {
            answered(timed.text(), now);
        }
        pairing.add(timed, now);
        deliver();
    }

    private void answered(String text, long now) {
        answers++;
        listener.onAnswer();
        pairing.open(partials.commit(text), now);
    }

    /** Hands over what is complete or has waited long enough. */
    void deliver() {
        long now = loop.nanoTime();
        pairing.take(now).forEach(listener::onCommit);
        twinWait.cancel();
        twinWait = Timer.NONE;
        pairing.waitLeft(now)
                .ifPresent(left -> twinWait = loop.schedule(Duration.ofNanos(left), listener::onTwinMissing));
    }

    /** Hands over what still waits for its twin, which will not come any more. */
    void flush() {
        twinWait.cancel();
        pairing.takeAll().forEach(listener::onCommit);
    }

    void stop() {
        twinWait.cancel();
    }

    /** Whether a commit still waits for its twin. */
    boolean isTwinOutstanding() {
        return pairing.waitLeft(loop.nanoTime()).isPresent();
    }

    /** Whether words were heard that no commit has covered yet. */
    boolean isPending() {
        return partials.isPending();
    }

    /** Commits answered, the service's own included. */
    int answers() {
        return answers;
    }
}
