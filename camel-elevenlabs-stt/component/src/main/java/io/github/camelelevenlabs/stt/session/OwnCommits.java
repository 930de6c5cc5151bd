package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The commits of ours on one connection, of which one at a time waits for its answer. Answers carry no ids, so another may
 * be taken for it: one to a commit that the service made by itself. Then ours is still owed, and is known by its being
 * empty; until it is here, or overdue, no other commit may go. Used on the session's loop.
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

    /** An answer was taken for the one to ours and may have been another. */
    private boolean owed;

    /** An answer came while ours is outstanding, and seems to be none to ours. */
    private boolean doubtful;

    /** Up to where nothing was heard if that one was ours after all. */
    private long unheard;

    private Timer watchdog = Timer.NONE;

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
        doubtful = false;
    }

    /** From now on the answer has to come within the transcript timeout. */
    void watch() {
        watchdog.cancel();
        watchdog = loop.schedule(settings.transcriptTimeout(), this::overdue);
    }

    private void overdue() {
        if (isOutstanding() && !doubtful) {
            onUnanswered.accept(SessionFailure.unanswered("a commit", settings.transcriptTimeout()));
        } else {
            settle();
        }
    }

    /** What came was the answer to ours: one that takes longer than the transcript timeout there is not. */
    private void settle() {
        if (isOutstanding()) {
            buffer.commitThrough(unheard);
        }
        outstanding = NONE;
        owed = false;
        onSettled.run();
    }

    /** Whether a commit of ours waits for its answer. */
    boolean isOutstanding() {
        return outstanding != NONE;
    }

    /** Whether another may go: of two at once the service may answer only one. */
    boolean isFree() {
        return !isOutstanding() && !owed;
    }

    /** What an answer tells of the audio. Asked once for each. */
    Coverage coverage(TwinPairing.Commit commit) {
        boolean late = owed && commit.text().isBlank();
        if (late) {
            owed = false;
            stop();
        }
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
        owed = !certain;
        if (certain) {
            stop();
        }
        return sinceSent();
    }

    /**
     * An answer came that seems to be none to ours. The one to ours comes next, or this was it, and what sounded like speech
     * behind its words was none.
     */
    void doubt(TwinPairing.Commit commit) {
        doubtful = true;
        unheard = commit.text().isBlank() ? outstanding : Coverage.UNKNOWN;
    }

    /** The time since the last of ours was sent. */
    Duration sinceSent() {
        return Duration.ofNanos(loop.nanoTime() - sentAt);
    }

    /** Whether an answer came that may have been the one to ours, and may not. */
    boolean isInDoubt() {
        return isOutstanding() ? doubtful : owed;
    }

    /** Waits for nothing any more. */
    void stop() {
        watchdog.cancel();
    }

    @Override
    public String toString() {
        return isOutstanding() ? "own commit at " + outstanding : "no own commit";
    }
}
