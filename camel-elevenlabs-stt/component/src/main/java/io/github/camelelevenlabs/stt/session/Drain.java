package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;

/**
 * The end of the audio on one connection: there is no message that says so, only a last commit, its answer, and a short
 * quiet after it. Used on the session's loop.
 *
 * <p>The answer to a commit that the service made by itself just before looks like the one to ours and is not. While that
 * cannot be ruled out, another one is waited for: as long as an answer may take, or less when nothing that sounded like
 * speech is left for it. No commit is sent to find out: of two at once the service may answer only one.
 */
final class Drain {

    /** After the last answer; clients in the field wait 0.25 to 0.35 s for what may follow. */
    static final Duration QUIET = Duration.ofMillis(350);

    /**
     * How many times as long as the last answer another one may take that is in doubt, once all that sounded like speech is
     * covered. Answers of one service take about the same time.
     */
    private static final int LATENCIES = 3;

    /** The least wait for such an answer: one was seen to take 4.6 s after audio sent at 4 times its pace. */
    static final Duration DOUBT = Duration.ofSeconds(5);

    private final SessionSettings settings;
    private final Connection connection;
    private final ReplayBuffer buffer;
    private final SessionLoop loop;
    private final Runnable commit;
    private final Runnable onDone;

    private boolean tailCommitted;
    private boolean answered;
    private boolean cancelled;
    private SessionLoop.Timer timer = SessionLoop.Timer.NONE;

    /**
     * @param commit sends the last commit
     * @param onDone called when nothing more is expected
     */
    Drain(
            SessionSettings settings,
            Connection connection,
            ReplayBuffer buffer,
            SessionLoop loop,
            Runnable commit,
            Runnable onDone) {
        this.settings = settings;
        this.connection = connection;
        this.buffer = buffer;
        this.loop = loop;
        this.commit = commit;
        this.onDone = onDone;
    }

    /** Commits the tail, once a commit before it is answered. */
    void proceed() {
        if (cancelled || tailCommitted || !connection.commits().isFree()) {
            return;
        }
        tailCommitted = true;
        if (connection.segment().isHeard()) {
            commit.run();
        } else {
            settle();
        }
    }

    /** A commit was answered, and this is what the answer tells. */
    void onCommit(TwinPairing.Commit commit, Coverage coverage) {
        if (!tailCommitted) {
            proceed();
        } else if (coverage.certain() || coverage.ours() && commit.text().isBlank()) {
            // Behind an empty answer there is only silence, whosever it was.
            settle();
        } else if (isInDoubt() && !buffer.hasSpeech()) {
            timer.cancel();
            timer = loop.schedule(doubt(), onDone);
        }
    }

    private Duration doubt() {
        Duration latencies = connection.commits().sinceSent().multipliedBy(LATENCIES);
        Duration wait = latencies.compareTo(DOUBT) > 0 ? latencies : DOUBT;
        return wait.compareTo(settings.transcriptTimeout()) < 0 ? wait : settings.transcriptTimeout();
    }

    /**
     * Whether the last commit may have its answer, although another one may still come. If it was that, nothing is left to be
     * heard, or what is left sounded like speech and was none.
     */
    boolean isInDoubt() {
        return tailCommitted && !answered && connection.commits().isInDoubt();
    }

    /** Waits for what may still follow. */
    private void settle() {
        answered = true;
        timer.cancel();
        timer = loop.schedule(QUIET, onDone);
    }

    /** Whether the last commit has its answer. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether this error means that the service's own commits had taken everything before ours. */
    boolean isAnsweredBy(ErrorCode code) {
        return settings.commitStrategy() == CommitStrategy.VAD
                && tailCommitted
                && code.endsDraining()
                && connection.transcripts().answers() > 0
                && !connection.transcripts().isPending()
                && !buffer.hasSpeech();
    }

    void cancel() {
        cancelled = true;
        timer.cancel();
    }
}
