package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.DOUBTFUL;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.OUTSTANDING;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.OWED;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.SETTLED;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The commits of one connection, the client's and the service's own. Counts the audio since the last commit, knows whether a
 * commit of the client waits for its answer, and decides what each answer means: which commit it answers, how far it reaches,
 * which audio need not be sent again, and what is still owed or in doubt. In this class "ours" means the client's.
 * Used on the session's loop.
 *
 * <p>Answers carry no ids, and an answer to a commit of the service's own looks like one to ours. Where the two
 * cannot be distinguished, ours counts as still owed, and no other commit is sent before its answer has come or is overdue:
 * of two commits at once the service may answer only one.
 */
final class CommitLedger {

    /** Where our last commit stands. */
    enum Standing {
        /** None of ours waits for an answer. */
        SETTLED,
        /** Ours waits for its answer. */
        OUTSTANDING,
        /** Ours waits for its answer. Another answer has come since, which seems to belong to the service's own commit. */
        DOUBTFUL,
        /**
         * An answer counted as the one to ours, but it may have been to a commit of the service's own. In that case the answer
         * to ours is still to come, and it is empty.
         */
        OWED
    }

    /**
     * What one answer means.
     *
     * @param ours       whether it answers our commit
     * @param through    position in the source, in samples, up to which it covers the audio; empty when unknown
     * @param released   samples that need not be sent again from now on
     * @param conclusive whether, as far as the answers show, no spoken word is unanswered
     * @param standing   of our last commit, after this answer
     */
    record Ruling(boolean ours, OptionalLong through, long released, boolean conclusive, Standing standing) {}

    /** The service was seen to take 180 ms and more; what comes sooner was under way before. */
    private static final Duration FASTEST_ANSWER = Duration.ofMillis(150);

    private final SessionSettings settings;
    private final CommitPolicy policy;
    private final ReplayBuffer buffer;
    private final PcmFormat format;
    private final SourceClock clock;
    private final SessionLoop loop;
    private final Runnable onSettled;
    private final Consumer<SessionFailure> onUnanswered;

    // The audio that no commit has closed yet, in samples. The service may have committed a part of it by itself:
    private long uncommittedAtLeast;
    private long uncommittedAtMost;
    private boolean anyAudio;
    private boolean anySpeech;
    private long quiet;
    /** Samples sent since it was last quiet for so long that the service may have committed. */
    private long sinceServicesTurn = Long.MAX_VALUE / 2;

    // Our last commit:
    private Standing standing = SETTLED;
    private long position;
    /** There is only silence from here to its position. */
    private long spokenThrough;

    private boolean watched;
    private boolean answeredTooSoon;
    private long sentAt;
    /** If the answer in doubt was the one to ours, there were no words up to this position. */
    private OptionalLong wordlessThrough = OptionalLong.empty();

    private Timer watchdog = Timer.NONE;

    // Over all commits of the connection:
    private int answers;
    private long released;
    /** The longest time that an answer to ours took. */
    private Duration slowest = Duration.ZERO;

    /**
     * @param clock        counts the samples sent on the connection
     * @param buffer       holds the audio that is sent
     * @param onSettled    called when a commit needs no answer any more, although none has come just now
     * @param onUnanswered called when an answer does not come in time
     */
    CommitLedger(
            SessionSettings settings,
            ReplayBuffer buffer,
            SourceClock clock,
            SessionLoop loop,
            Runnable onSettled,
            Consumer<SessionFailure> onUnanswered) {
        this.settings = settings;
        this.policy = new CommitPolicy(settings);
        this.buffer = buffer;
        this.format = buffer.format();
        this.clock = clock;
        this.loop = loop;
        this.onSettled = onSettled;
        this.onUnanswered = onUnanswered;
    }

    /** From now on this strategy is in force. */
    void follow(CommitStrategy inForce) {
        policy.follow(inForce);
    }

    CommitStrategy strategy() {
        return policy.strategy();
    }

    private boolean predictsTurns() {
        return strategy() == CommitStrategy.TURN_PREDICTION;
    }

    // Sent

    /** Audio of the source was sent. It belongs to the segment that is committed next. */
    void audioSent(ReplayBuffer.Chunk chunk) {
        uncommittedAtLeast += chunk.samples();
        uncommittedAtMost += chunk.samples();
        sinceServicesTurn += chunk.samples();
        anyAudio |= chunk.samples() > 0;
        anySpeech |= chunk.speech();
        quiet = chunk.quiet();
        if (policy.isServicesTurn(format.nanos(quiet))) {
            sinceServicesTurn = 0;
        }
    }

    /**
     * How much silence a commit needs now so that the service accepts it. The service may just have committed by itself, at
     * the end of a pause, which only its answer will show.
     */
    Duration padding() {
        return paddingBehind(0, quiet);
    }

    /** The same of a commit behind this chunk, which is not sent yet. */
    Duration paddingBehind(ReplayBuffer.Chunk next) {
        return next.samples() == 0 ? Duration.ZERO : paddingBehind(next.samples(), next.quiet());
    }

    private Duration paddingBehind(int more, long quiet) {
        long quietNanos = format.nanos(quiet);
        if (policy.isServicesTurn(quietNanos)) {
            return Duration.ofNanos(policy.paddingIn(quietNanos));
        }
        long sure = Math.min(uncommittedAtLeast, sinceServicesTurn) + more;
        Duration missing = CommitPolicy.FLOOR.minus(format.duration(sure));
        return missing.isNegative() ? Duration.ZERO : missing;
    }

    /** A commit of everything sent so far was sent. Allowed while {@link #mayCommit()}. */
    void commitSent() {
        standing = OUTSTANDING;
        position = clock.sourceSamples();
        spokenThrough = position - quiet;
        watched = false;
        sentAt = loop.nanoTime();
        uncommittedAtLeast = 0;
        uncommittedAtMost = 0;
        anyAudio = false;
        anySpeech = false;
    }

    /** From now on the answer to ours has to come within the transcript timeout. */
    void watch() {
        watched = true;
        overdueAfter(settings.transcriptTimeout());
    }

    private void overdueAfter(Duration wait) {
        watchdog.cancel();
        watchdog = loop.schedule(wait, this::onOverdue);
    }

    private void onOverdue() {
        if (standing == OUTSTANDING) {
            onUnanswered.accept(SessionFailure.unanswered("a commit", settings.transcriptTimeout()));
            return;
        }
        // No answer takes longer than this, or so much longer than the one before, so the one that came was to ours.
        if (standing == DOUBTFUL) {
            wordlessThrough.ifPresent(this::release);
        }
        standing = SETTLED;
        onSettled.run();
    }

    // Received

    /** The first message of an answer came. It may answer a commit of the service's own. */
    void answerBegan() {
        answers++;
        answeredTooSoon = sinceSent().compareTo(FASTEST_ANSWER) < 0;
        if (!isOutstanding()) {
            // That commit may be anywhere in the sent audio, so only audio sent from now on is surely uncommitted.
            uncommittedAtLeast = 0;
        }
    }

    /** Decides what an answer means, and releases the audio that it covers. Called once for each answer, in their order. */
    Ruling rule(TwinPairing.Commit answer) {
        boolean wordless = answer.text().isBlank();
        boolean timed = !answer.tokens().isEmpty();
        if (standing == OWED && wordless || predictsTurns() && timed && isBehindOurs(answer)) {
            settle();
        }
        Coverage coverage = predictsTurns()
                ? TurnCoverage.of(answer, own(), spokenThrough, !anyAudio, clock, buffer)
                : Coverage.of(answer, own(), strategy(), clock, buffer, settings);
        long before = buffer.start();
        coverage.through().ifPresent(this::release);
        if (coverage.ours()) {
            slowest = latency();
        }
        if (coverage.ours() && coverage.certain()) {
            settle();
        } else if (coverage.ours()) {
            standing = OWED;
        } else if (isOutstanding()) {
            standing = DOUBTFUL;
            wordlessThrough = wordless || predictsTurns() && !timed ? own() : OptionalLong.empty();
        }
        if (predictsTurns() && watched && isInDoubt()) {
            // Then any answer is in doubt, and the next commit waits for this one.
            overdueAfter(doubt(timed));
        }
        // Behind an empty answer there is only silence, whichever commit it answers; and so behind the last spoken
        // word.
        boolean conclusive = coverage.certain() && !(timed && leavesSound(answer, coverage))
                || coverage.ours() && (wordless || predictsTurns() && timed);
        return new Ruling(coverage.ours(), coverage.through(), buffer.start() - before, conclusive, standing);
    }

    /**
     * Whether a VAD, which heard no speech in what was too loud for a pause, may have committed by itself behind these words: then the rest
     * has an answer of its own.
     */
    private boolean leavesSound(TwinPairing.Commit answer, Coverage coverage) {
        List<Token> words = answer.tokens();
        long silence = format.samples(settings.uncommittedSilence());
        return strategy() == CommitStrategy.VAD
                && coverage.ours()
                && coverage.through().orElse(position) < position
                && clock.toSource(words.get(words.size() - 1).end()) + silence <= position;
    }

    /** An answer that reaches our commit, and is not too soon for that, is taken for ours once another one had the time to follow. */
    private Duration doubt(boolean timed) {
        Duration wait = standing == OWED && timed && !answeredTooSoon ? Drain.QUIET : Drain.doubt(latency(), settings);
        Duration left = settings.transcriptTimeout().minus(sinceSent());
        return wait.compareTo(left) < 0 ? wait : left;
    }

    /** Whether it has words that were spoken behind our last commit, whose answer must have come before: answers keep the order. */
    private boolean isBehindOurs(TwinPairing.Commit answer) {
        List<Token> words = answer.tokens();
        return standing != SETTLED
                && clock.toSource(words.get(words.size() - 1).end()) > position + format.samples(TurnCoverage.WORD_END);
    }

    private OptionalLong own() {
        return isOutstanding() ? OptionalLong.of(position) : OptionalLong.empty();
    }

    private void settle() {
        standing = SETTLED;
        stop();
    }

    private void release(long through) {
        long before = buffer.start();
        buffer.commitThrough(through);
        released += buffer.start() - before;
        long uncovered = clock.sourceSamples() - through;
        uncommittedAtMost = Math.min(uncommittedAtMost, Math.max(uncovered, uncommittedAtLeast));
    }

    /** Stops waiting for an answer. */
    void stop() {
        watchdog.cancel();
    }

    // State

    /** Whether a commit of ours waits for its answer. */
    boolean isOutstanding() {
        return standing == OUTSTANDING || standing == DOUBTFUL;
    }

    /** Whether an answer came that may or may not be the one to ours. */
    boolean isInDoubt() {
        return standing == DOUBTFUL || standing == OWED;
    }

    /** Whether another commit may go. */
    boolean mayCommit() {
        return standing == SETTLED;
    }

    /** The time since our last commit was sent. */
    Duration sinceSent() {
        return Duration.ofNanos(loop.nanoTime() - sentAt);
    }

    /** How long an answer has to be expected to take: an answer that has just come may be the late one to the commit before. */
    Duration latency() {
        Duration since = sinceSent();
        return since.compareTo(slowest) > 0 ? since : slowest;
    }

    /** Whether any commit was answered, the service's own included. */
    boolean hasAnswers() {
        return answers > 0;
    }

    /** The length of the source's audio that the answers on this connection released, in samples. */
    long released() {
        return released;
    }

    /** Audio that is not committed yet, at most, in samples. */
    long uncommitted() {
        return uncommittedAtMost;
    }

    /** Whether audio of the source was sent since our last commit. */
    boolean hasUncommittedAudio() {
        return anyAudio;
    }

    /** Whether anything that was sent since our last commit was louder than a pause. */
    boolean hasUncommittedSpeech() {
        return anySpeech;
    }

    /** The length of the quiet at the end of the sent audio, in samples. */
    long quiet() {
        return quiet;
    }
}
