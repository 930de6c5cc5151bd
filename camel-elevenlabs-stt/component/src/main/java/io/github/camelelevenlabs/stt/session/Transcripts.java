package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The transcripts of one connection: partials without echoes and repeats, and each commit once, with its twin. Used on the session's loop.
 */
final class Transcripts {

    /** Called on the session's loop. */
    interface Listener {
        /** The first message of an answer came. */
        void onAnswer();

        /** An answer is complete, or its twin was waited for long enough. */
        void onCommit(TwinPairing.Commit commit);

        /** A twin is overdue: {@link #deliver()} takes the commit as it is. */
        void onTwinMissing();
    }

    private final SessionLoop loop;
    private final Consumer<String> onPartial;
    private final Listener listener;
    private final TwinPairing pairing;
    private final PartialFilter partials = new PartialFilter();

    private Timer twinWait = Timer.NONE;

    /** @param onPartial takes each partial that says something new */
    Transcripts(boolean twinsExpected, SessionLoop loop, Consumer<String> onPartial, Listener listener) {
        this.pairing = new TwinPairing(twinsExpected);
        this.loop = loop;
        this.onPartial = onPartial;
        this.listener = listener;
    }

    void received(Partial partial) {
        partials.newWords(partial.text()).ifPresent(onPartial);
    }

    void received(Committed plain) {
        long now = loop.nanoTime();
        if (!pairing.isTwin(plain, now)) {
            answered(plain.text(), now);
        }
        pairing.add(plain, now);
        deliver();
    }

    void received(CommittedWithTimestamps timed) {
        long now = loop.nanoTime();
        if (!pairing.isTwin(timed, now)) {
            answered(timed.text(), now);
        }
        pairing.add(timed, now);
        deliver();
    }

    private void answered(String text, long now) {
        listener.onAnswer();
        pairing.open(partials.commit(text), now);
    }

    /** Delivers the commits that are complete or have waited long enough. */
    void deliver() {
        long now = loop.nanoTime();
        pairing.take(now).forEach(listener::onCommit);
        twinWait.cancel();
        twinWait = Timer.NONE;
        pairing.waitLeft(now)
                .ifPresent(left -> twinWait = loop.schedule(Duration.ofNanos(left), listener::onTwinMissing));
    }

    /** Delivers the commits that still wait for a twin, which will not come any more. */
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

    /** Whether a partial had words that no commit has covered yet. */
    boolean isPending() {
        return partials.isPending();
    }
}
