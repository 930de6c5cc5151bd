package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;
import java.util.List;

/**
 * The end of the audio on one connection: there is no message that says so, only a last commit, its answer, and a short
 * quiet after it. Used on the session's loop.
 *
 * <p>A commit that the service made by itself just before looks like the answer to ours and is not. It comes only after a
 * silence; so an answer whose last word is close to the end is ours. Any other is followed by a second one, or, when that
 * does not come by itself, by the answer to a commit of silence: commits are answered in order, one answer each.
 */
final class Drain {

    /** After the last answer; clients in the field wait 0.25 to 0.35 s for what may follow. */
    static final Duration QUIET = Duration.ofMillis(350);

    /** How long a second answer may come by itself; an answer was seen to take up to 0.44 s at the pace of speech. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The service's idea of where a word ends, and of when it was silent, is not exactly ours. */
    private static final Duration TOLERANCE = Duration.ofMillis(300);

    private final SessionSettings settings;
    private final Connection connection;
    private final ReplayBuffer buffer;
    private final SessionLoop loop;
    private final Runnable onDone;

    private boolean tailCommitted;
    /** Whether the first answer may be one to a commit of the service's own. */
    private boolean doubtful;

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

    /** Commits the tail, once a commit before it is answered. */
    void proceed() {
        if (cancelled || tailCommitted || connection.isCommitOutstanding()) {
            return;
        }
        tailCommitted = true;
        if (connection.isTailUncommitted()) {
            connection.sendCommit(CommitPolicy.FLOOR);
        } else {
            settle();
        }
    }

    /** A commit was answered, twin and all. */
    void onCommit(TwinPairing.Commit commit) {
        if (!tailCommitted) {
            proceed();
        } else if (doubtful || isSurelyOurs(commit)) {
            settle();
        } else {
            doubtful = true;
            timer.cancel();
            timer = loop.schedule(PATIENCE, this::commitSilence);
        }
    }

    private boolean isSurelyOurs(TwinPairing.Commit commit) {
        if (settings.commitStrategy() == CommitStrategy.MANUAL) {
            return true;
        }
        long end = connection.clock().sourceSamples();
        List<Token> words = commit.tokens();
        if (words.isEmpty()) {
            return commit.text().isBlank() && !buffer.hasSpeech(buffer.start(), end);
        }
        long wordEnd = connection.clock().toSource(words.get(words.size() - 1).end());
        Duration behind = buffer.format().duration(Math.max(0, end - wordEnd));
        return behind.compareTo(settings.vadSilenceThreshold().minus(TOLERANCE)) < 0;
    }

    private void commitSilence() {
        connection.sendCommit(CommitPolicy.FLOOR);
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
                && connection.answers() > 0
                && !connection.hasPendingWords();
    }

    void cancel() {
        cancelled = true;
        timer.cancel();
    }
}
