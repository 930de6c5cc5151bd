package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;

/**
 * The end of the audio on one connection: there is no message that says so, only a last commit, its answer, and a short
 * quiet after it. Used on the session's loop.
 *
 * <p>A commit that the service made by itself just before looks like the answer to ours and is not. While that cannot be
 * ruled out, one more answer is waited for, and when none comes, a commit of silence is sent: commits are answered in
 * order, so ours is answered before that one.
 */
final class Drain {

    /** After the last answer; clients in the field wait 0.25 to 0.35 s for what may follow. */
    static final Duration QUIET = Duration.ofMillis(350);

    /** How long another answer may take; one was seen to take 4.6 s after audio sent at 4 times its pace. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SessionSettings settings;
    private final Connection connection;
    private final ReplayBuffer buffer;
    private final SessionLoop loop;
    private final Runnable onDone;

    private boolean tailCommitted;
    private boolean silenceCommitted;
    private boolean answered;
    private boolean cancelled;
    private SessionLoop.Timer timer = SessionLoop.Timer.NONE;

    /** @param onDone called when nothing more is expected */
    Drain(SessionSettings settings, Connection connection, ReplayBuffer buffer, SessionLoop loop, Runnable onDone) {
        this.settings = settings;
        this.connection = connection;
        this.buffer = buffer;
        this.loop = loop;
        this.onDone = onDone;
    }

    /** Well within the time in which the last transcript has to come. */
    static Duration patience(SessionSettings settings) {
        Duration third = settings.transcriptTimeout().dividedBy(3);
        return third.compareTo(PATIENCE) < 0 ? third : PATIENCE;
    }

    /** Commits the tail, once a commit before it is answered. */
    void proceed() {
        if (cancelled || tailCommitted || connection.commits().isOutstanding()) {
            return;
        }
        tailCommitted = true;
        if (connection.segment().isHeard()) {
            connection.sendCommit();
        } else {
            settle();
        }
    }

    /** A commit was answered, and this is what the answer tells. */
    void onCommit(TwinPairing.Commit commit, Coverage coverage) {
        if (!tailCommitted) {
            proceed();
        } else if (coverage.certain() || silenceCommitted && commit.text().isBlank()) {
            settle();
        } else if (!answered && !silenceCommitted) {
            timer.cancel();
            timer = loop.schedule(patience(settings), this::commitSilence);
        }
    }

    /** Without an answer to this one the service is mute, and the session's own deadline for the last transcript ends that. */
    private void commitSilence() {
        silenceCommitted = true;
        connection.sendCommit();
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
