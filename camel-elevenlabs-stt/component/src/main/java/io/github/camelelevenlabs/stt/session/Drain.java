package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;

/**
 * The end of the audio on one connection: there is no message that says so, only a last commit, its answer, and a short
 * quiet after it. Used on the session's loop.
 */
final class Drain {

    /** After the last answer; clients in the field wait 0.25 to 0.35 s for what may follow. */
    static final Duration QUIET = Duration.ofMillis(350);

    /** After an answer that may have been one to a commit of the service's own; the answer to ours comes within this. */
    static final Duration QUIET_AFTER_VAD = Duration.ofSeconds(3);

    private final SessionSettings settings;
    private final Connection connection;
    private final SessionLoop loop;
    private final Runnable onDone;

    private boolean tailCommitted;
    private boolean cancelled;
    private int answersAwaited;
    private SessionLoop.Timer quiet = SessionLoop.Timer.NONE;

    /** @param onDone called when nothing more is expected */
    Drain(SessionSettings settings, Connection connection, SessionLoop loop, Runnable onDone) {
        this.settings = settings;
        this.connection = connection;
        this.loop = loop;
        this.onDone = onDone;
    }

    /** Commits the tail, once a commit before it is answered. */
    void proceed() {
        if (cancelled || tailCommitted || connection.isCommitOutstanding()) {
            return;
        }
        tailCommitted = true;
        if (connection.isTailUncommitted()) {
            boolean serviceMayHave = settings.commitStrategy() == CommitStrategy.VAD
                    && connection.heardPauseOf(settings.vadSilenceThreshold());
            answersAwaited = serviceMayHave ? 2 : 1;
            connection.sendCommit(CommitPolicy.FLOOR);
        } else {
            settle();
        }
    }

    void onAnswered() {
        if (cancelled) {
            return;
        }
        if (tailCommitted) {
            answersAwaited = Math.max(0, answersAwaited - 1);
            settle();
        } else {
            proceed();
        }
    }

    /** Waits for what may follow the last answer: its twin, or the answer to our commit when this was not it. */
    private void settle() {
        quiet.cancel();
        quiet = loop.schedule(answersAwaited == 0 ? QUIET : QUIET_AFTER_VAD, this::finish);
    }

    private void finish() {
        if (connection.isTwinOutstanding()) {
            settle();
        } else {
            onDone.run();
        }
    }

    /** Whether the last commit has its answer. */
    boolean isAnswered() {
        return tailCommitted && answersAwaited == 0;
    }

    /** Whether this error means that the service's own commits had taken everything before ours. */
    boolean isAnsweredBy(ErrorCode code) {
        return tailCommitted && code.endsDraining() && connection.answers() > 0 && !connection.hasPendingWords();
    }

    void cancel() {
        cancelled = true;
        quiet.cancel();
    }
}
