package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.DOUBTFUL;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.OUTSTANDING;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.OWED;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.SETTLED;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The commits of one connection, ours and the service's own. Knows what was sent since the last one, whether one of ours
 * waits for its answer, and decides what each answer of the service means: whose it is, how far it reaches, what of the audio
 * need not be sent again, and what is still owed or in doubt. Used on the session's loop.
 *
 * <p>Answers carry no ids, and one to a commit that the service made by itself looks like the one to ours. Where the two
 * cannot be told apart, ours counts as still owed, and no other commit goes before its answer is here or overdue: of two
 * commits at once the service may answer only one.
 */
final class CommitLedger {

    /** Where our last commit stands. */
    enum Standing {
        /** None of ours waits for an answer. */
        SETTLED,
        /** Ours waits for its answer. */
        OUTSTANDING,
        /** Ours waits for its answer. Another answer has come since, which seems to be none to ours. */
        DOUBTFUL,
        /**
         * An answer was taken for the one to ours and may have been one to a commit of the service's own. In that case the one
         * to ours is still to come, and is empty.
         */
        OWED
    }

    /**
     * What one answer means.
     *
     * @param ours       whether it answers our commit
     * @param through    up to where in the source it covers the audio; empty when nothing is known
     * @param released   samples that need not be sent again from now on
     * @param conclusive whether nothing that was said can still be unanswered, as far as the answers tell
     * @param standing   of our last commit, after this answer
     */
    record Ruling(boolean ours, OptionalLong through, long released, boolean conclusive, Standing standing) {}

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
    private Duration quiet = Duration.ZERO;
    /** Samples sent since it was last quiet for so long that the service may have committed. */
    private long sinceServicesTurn = Long.MAX_VALUE / 2;

    // Our last commit:
    private Standing standing = SETTLED;
    private long position;
    private long sentAt;
    /** Up to where there were no words, if the answer in doubt was the one to ours. */
    private OptionalLong wordlessThrough = OptionalLong.empty();

    private Timer watchdog = Timer.NONE;

    // Over all commits of the connection:
    private int answers;
    private long released;

    /**
     * @param clock        counts what is sent on the connection
     * @param buffer       the audio that is sent
     * @param onSettled    called when a commit needs no answer any more, without one having come just now
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

    // What goes out

    /** Audio of the source was sent. It belongs to the segment that is committed next. */
    void audioSent(ReplayBuffer.Chunk chunk) {
        uncommittedAtLeast += chunk.samples();
        uncommittedAtMost += chunk.samples();
        sinceServicesTurn += chunk.samples();
        anyAudio |= chunk.samples() > 0;
        anySpeech |= chunk.speech();
        quiet = chunk.quiet();
        if (policy.isServicesTurn(quiet)) {
            sinceServicesTurn = 0;
        }
    }

    /**
     * How much silence a commit needs now so that the service accepts it. The service may just have committed by itself, at
     * the end of a pause, of which nothing is known here before its answer.
     */
    Duration padding() {
        if (policy.isServicesTurn(quiet)) {
            return policy.paddingIn(quiet);
        }
        Duration missing = CommitPolicy.FLOOR.minus(format.duration(Math.min(uncommittedAtLeast, sinceServicesTurn)));
        return missing.isNegative() ? Duration.ZERO : missing;
    }

    /** A commit of everything sent so far was sent. Allowed while {@link #mayCommit()}. */
    void commitSent() {
        standing = OUTSTANDING;
        position = clock.sourceSamples();
        sentAt = loop.nanoTime();
        uncommittedAtLeast = 0;
        uncommittedAtMost = 0;
        anyAudio = false;
        anySpeech = false;
    }

    /** From now on the answer to ours has to come within the transcript timeout. */
    void watch() {
        watchdog.cancel();
        watchdog = loop.schedule(settings.transcriptTimeout(), this::onOverdue);
    }

    private void onOverdue() {
        if (standing == OUTSTANDING) {
            onUnanswered.accept(SessionFailure.unanswered("a commit", settings.transcriptTimeout()));
            return;
        }
        // What came was the answer to ours, since none takes longer than this.
        if (standing == DOUBTFUL) {
            wordlessThrough.ifPresent(buffer::commitThrough);
        }
        standing = SETTLED;
        onSettled.run();
    }

    // What comes in

    /** The first message of an answer came. Whatever it answers, a commit of the service's own may be behind it. */
    void answerBegan() {
        answers++;
        if (!isOutstanding()) {
            // Somewhere in what was sent: only what is sent from now on is not committed for certain.
            uncommittedAtLeast = 0;
        }
    }

    /** Decides what an answer means, and releases the audio that it covers. Asked once for each, in their order. */
    Ruling rule(TwinPairing.Commit answer) {
        boolean wordless = answer.text().isBlank();
        if (standing == OWED && wordless) {
            settle();
        }
        Coverage coverage = Coverage.of(answer, own(), clock, buffer, settings);
        long before = buffer.start();
        coverage.through().ifPresent(this::release);
        if (coverage.ours() && coverage.certain()) {
            settle();
        } else if (coverage.ours()) {
            standing = OWED;
        } else if (isOutstanding()) {
            standing = DOUBTFUL;
            wordlessThrough = wordless ? own() : OptionalLong.empty();
        }
        // Behind an empty answer there is only silence, whosever it was.
        boolean conclusive = coverage.certain() || coverage.ours() && wordless;
        return new Ruling(coverage.ours(), coverage.through(), buffer.start() - before, conclusive, standing);
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

    /** Waits for no answer any more. */
    void stop() {
        watchdog.cancel();
    }

    // What is known now

    /** Whether a commit of ours waits for its answer. */
    boolean isOutstanding() {
        return standing == OUTSTANDING || standing == DOUBTFUL;
    }

    /** Whether an answer came that may have been the one to ours, and may not. */
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

    /** Whether any commit was answered, the service's own included. */
    boolean hasAnswers() {
        return answers > 0;
    }

    /** What of the source's audio the answers on this connection released. */
    Duration released() {
        return format.duration(released);
    }

    /** Audio that is not committed yet, at most. */
    Duration uncommitted() {
        return format.duration(uncommittedAtMost);
    }

    /** Whether audio of the source was sent since our last commit. */
    boolean hasUncommittedAudio() {
        return anyAudio;
    }

    /** Whether anything that was sent since our last commit was louder than a pause. */
    boolean hasUncommittedSpeech() {
        return anySpeech;
    }

    /** How long it has been quiet where the audio sent so far ends. */
    Duration quiet() {
        return quiet;
    }
}
