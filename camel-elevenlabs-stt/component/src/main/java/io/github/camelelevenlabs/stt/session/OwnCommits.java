package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.session.SessionLoop.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The commits of ours on one connection, of which one at a time waits for its answer. Answers carry no ids, so another may
 * be taken for it: one to a commit that the service made by itself. Then ours is still to come, and is known by its being
 * empty. Used on the session's loop.
 */
final class OwnCommits {

    private static final long NONE = Coverage.UNKNOWN;

    private final SessionSettings settings;
    private final ReplayBuffer buffer;
    private final SourceClock clock;
    private final SessionLoop loop;
    private final Runnable onSettled;
    private final Consumer<SessionFailure> onUnanswered;

    private long outstanding = NONE;
    private long sentAt;
    private int debt;
    private Timer watchdog = Timer.NONE;
    private Timer doubt = Timer.NONE;

    /**
     * @param onSettled    called when a commit needs no answer any more, without one having come just now
     * @param onUnanswered called when an answer does not come in time
     */
    OwnCommits(
            SessionSettings settings,
            ReplayBuffer buffer,
            SourceClock clock,
            SessionLoop loop,
            Runnable onSettled,
            Consumer<SessionFailure> onUnanswered) {
        this.settings = settings;
        this.buffer = buffer;
        this.clock = clock;
        this.loop = loop;
        this.onSettled = onSettled;
        this.onUnanswered = onUnanswered;
    }

    /** A commit of everything up to here was sent. */
    void sent() {
        outstanding = clock.sourceSamples();
        sentAt = loop.nanoTime();
    }

    /** From now on the answer has to come within the transcript timeout. */
    void watch() {
        watchdog.cancel();
        watchdog = loop.schedule(
                settings.transcriptTimeout(),
                () -> onUnanswered.accept(SessionFailure.unanswered("a commit", settings.transcriptTimeout())));
    }

    /** Whether a commit of ours waits for its answer. */
    boolean isOutstanding() {
        return outstanding != NONE;
    }

    /** What an answer tells of the audio. Asked once for each. */
    Coverage coverage(TwinPairing.Commit commit) {
        boolean late = debt > 0 && commit.text().isBlank();
        debt -= late ? 1 : 0;
        return Coverage.of(commit, late ? Coverage.UNKNOWN : outstanding, clock, buffer, settings);
    }

    /**
     * Our commit has its answer.
     *
     * @param certain whether it cannot have been one to a commit of the service's own; else the answer to ours, which then
     *                holds nothing, may still come
     * @return how long it took
     */
    Duration answered(boolean certain) {
        outstanding = NONE;
        debt += certain ? 0 : 1;
        stop();
        return Duration.ofNanos(loop.nanoTime() - sentAt);
    }

    /**
     * An answer came that seems to be none to ours. The one to ours comes next, or this was it, and what sounded like speech
     * behind its words was none.
     */
    void doubt(TwinPairing.Commit commit) {
        long unheard = commit.text().isBlank() ? outstanding : Coverage.UNKNOWN;
        doubt.cancel();
        doubt = loop.schedule(Drain.patience(settings), () -> {
            buffer.commitThrough(unheard);
            answered(true);
            onSettled.run();
        });
    }

    /** Waits for nothing any more. */
    void stop() {
        watchdog.cancel();
        doubt.cancel();
    }

    @Override
    public String toString() {
        return isOutstanding() ? "own commit at " + outstanding : "no own commit";
    }
}
