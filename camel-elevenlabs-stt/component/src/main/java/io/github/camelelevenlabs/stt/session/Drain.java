package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The end of the audio. The protocol has no message for it, only a last commit, its answer, and a short quiet after the
 * answer. Used on the session's loop.
 *
 * <p>The answer to a commit that the service made by itself just before looks like the one to ours. While that cannot be
 * ruled out, another answer is waited for: as long as an answer may take, or less when no audio is left that sounded like
 * speech. No commit is sent to find out: of two at once the service may answer only one.
 */
final class Drain {

    /** The wait after the last answer; other clients wait 0.25 to 0.35 s for more. */
    static final Duration QUIET = Duration.ofMillis(350);

    /**
     * The wait for an answer in doubt, as a multiple of the time that the slowest one took, once all audio that sounded like
     * speech is covered. Answers of one service take about the same time.
     */
    static final int LATENCIES = 3;

    /** The least wait for such an answer: one was seen to take 4.6 s after audio sent at 4 times its pace. */
    static final Duration DOUBT = Duration.ofSeconds(5);

    private final SessionSettings settings;
    private final AudioIntake intake;
    private final SessionLoop loop;
    private final Runnable onDone;
    private final Consumer<SessionFailure> onUnanswered;

    /** The start of the uncovered audio when its end was last in doubt. */
    private OptionalLong doubtedAt = OptionalLong.empty();

    /** Null until the end of the audio is reached. */
    private Connection connection;

    private boolean tailCommitted;
    private boolean answered;
    private Timer quiet = Timer.NONE;
    private Timer deadline = Timer.NONE;

    /**
     * @param onDone       called when nothing more is expected
     * @param onUnanswered called when the last commit is not answered in time
     */
    Drain(
            SessionSettings settings,
            AudioIntake intake,
            SessionLoop loop,
            Runnable onDone,
            Consumer<SessionFailure> onUnanswered) {
        this.settings = settings;
        this.intake = intake;
        this.loop = loop;
        this.onDone = onDone;
        this.onUnanswered = onUnanswered;
    }

    /** All audio was sent, the last of it on this connection. */
    void begin(Connection last) {
        connection = last;
        proceed();
    }

    /** Commits the tail, once a commit before it is answered. */
    void proceed() {
        if (connection == null || tailCommitted || !connection.ledger().mayCommit()) {
            return;
        }
        tailCommitted = true;
        if (connection.ledger().hasUncommittedAudio()) {
            // The commit before this one had a deadline of its own.
            deadline = loop.schedule(settings.transcriptTimeout(), this::onOverdue);
            connection.sendCommit();
        } else {
            settle();
        }
    }

    /** The ledger has ruled on an answer. */
    void onAnswer(CommitLedger.Ruling ruling) {
        if (!tailCommitted) {
            proceed();
        } else if (ruling.conclusive()) {
            settle();
        } else if (ruling.ours() && ruling.standing() == CommitLedger.Standing.SETTLED) {
            // It leaves sound without words, in which nothing may have been said.
            deadline.cancel();
            doneAfter(doubt(connection.ledger().sinceSent(), settings));
        } else if (isInDoubt() && (!intake.buffer().hasSpeech() || isReachUnknown(ruling))) {
            doneAfter(doubt(connection.ledger().latency(), settings));
        } else if (predictsTurns()) {
            quiet.cancel();
        }
    }

    private boolean predictsTurns() {
        return connection.ledger().strategy() == CommitStrategy.TURN_PREDICTION;
    }

    /**
     * Whether nothing shows how far the answer reaches, so that waiting is all there is to do: audio that is sent once more would be
     * transcribed twice.
     */
    private boolean isReachUnknown(CommitLedger.Ruling ruling) {
        return predictsTurns()
                && ruling.through().isEmpty()
                && !connection.transcripts().isPending();
    }

    /** How long another answer is waited for. @param latency the time that the last one took */
    static Duration doubt(Duration latency, SessionSettings settings) {
        Duration latencies = latency.multipliedBy(LATENCIES);
        Duration wait = latencies.compareTo(DOUBT) > 0 ? latencies : DOUBT;
        return wait.compareTo(settings.transcriptTimeout()) < 0 ? wait : settings.transcriptTimeout();
    }

    /** In doubt the rest is sent again, once: if the same doubt comes back, nothing was spoken in it. */
    private void onOverdue() {
        OptionalLong start = OptionalLong.of(intake.buffer().start());
        boolean nothingSaid = !intake.buffer().hasSpeech()
                || start.equals(doubtedAt)
                || !settings.continuity().policy().reconnects();
        if (isInDoubt() && nothingSaid) {
            done();
        } else {
            doubtedAt = isInDoubt() ? start : OptionalLong.empty();
            onUnanswered.accept(SessionFailure.unanswered("the end of the audio", settings.transcriptTimeout()));
        }
    }

    /**
     * Whether the last commit may have its answer, although another one may still come. If it has, no spoken words are left:
     * any audio that is left only sounded like speech.
     */
    private boolean isInDoubt() {
        return tailCommitted && !answered && connection.ledger().isInDoubt();
    }

    /** Ends the drain after a short quiet. */
    private void settle() {
        answered = true;
        doneAfter(QUIET);
    }

    private void doneAfter(Duration wait) {
        quiet.cancel();
        quiet = loop.schedule(wait, this::done);
    }

    /** Nothing more is expected. */
    void done() {
        deadline.cancel();
        onDone.run();
    }

    /** Whether the last commit has its answer. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether this error means that the service's own commits had taken everything before ours. */
    boolean isAnsweredBy(ErrorCode code) {
        return tailCommitted
                && connection.ledger().strategy() != CommitStrategy.MANUAL
                && code.endsDraining()
                && connection.ledger().hasAnswers()
                && !connection.transcripts().isPending()
                && !intake.buffer().hasSpeech();
    }

    /** The connection is gone; the end of the audio may come again on the next one. */
    void cancel() {
        connection = null;
        tailCommitted = false;
        answered = false;
        quiet.cancel();
        deadline.cancel();
    }
}
