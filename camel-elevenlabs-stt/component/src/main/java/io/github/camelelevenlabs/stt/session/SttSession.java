package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.CONNECTING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.OPENING;
import static io.github.camelelevenlabs.stt.session.SessionState.QUEUED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.session.SessionLoop.Timer;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with the service: takes audio from a source, sends it at the right pace, decides when to commit, waits
 * for the last answer, and tells its listener what was said.
 *
 * <p>Owned by its loop: all fields are touched there and nowhere else. The public methods may be called from any thread.
 */
public final class SttSession implements Connection.Events {

    private static final Logger LOG = LoggerFactory.getLogger(SttSession.class);

    /** Segments that a route has not taken yet; with more than these the source has to wait. */
    static final int MAX_UNDELIVERED = 16;

    /** After the last answer; clients in the field wait 0.25 to 0.35 s for what may follow. */
    static final Duration QUIET = Duration.ofMillis(350);

    /** After an answer that may have been one to a commit of the service's own; the answer to ours comes within this. */
    static final Duration QUIET_AFTER_VAD = Duration.ofSeconds(3);

    /** The service was seen to skip the closing handshake; with a handshake it takes a round trip. */
    static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private static final int MAX_INPUT_ERRORS = 3;

    private final String id;
    private final SessionSettings settings;
    private final Transport transport;
    private final SessionGate gate;
    private final SessionLoop loop;
    private final SessionListener listener;
    private final AudioIntake intake;
    private final CommitPolicy commitPolicy;
    private final Pacer pacer;

    private SessionState state = OPENING;
    private SessionGate.Ticket ticket;
    private Connection connection;
    private boolean commitDue;
    private boolean tailCommitted;
    private int answersAwaited;
    private int segments;
    private int undelivered;
    private int inputErrors;
    /** Guards what the state waits for: readiness, the last transcript, the closing handshake. */
    private Timer deadline = Timer.NONE;

    private Timer commitWatchdog = Timer.NONE;
    private Timer pace = Timer.NONE;
    private Timer quiet = Timer.NONE;

    /**
     * @param id       of our own; the same for as long as the session lives
     * @param source   closed by the session when it ends
     * @param gate     shared by all sessions that are limited together
     * @param listener called on the loop
     */
    public SttSession(
            String id,
            SessionSettings settings,
            AudioSource source,
            Transport transport,
            SessionGate gate,
            SessionLoop loop,
            SessionListener listener) {
        this.id = id;
        this.settings = settings;
        this.transport = transport;
        this.gate = gate;
        this.loop = new GuardedLoop(loop, this::onBug);
        this.listener = listener;
        this.intake = new AudioIntake(source, settings.chunkDuration(), this.loop, this::onIntake);
        this.commitPolicy = new CommitPolicy(settings);
        this.pacer = new Pacer(settings.readRate());
    }

    public String id() {
        return id;
    }

    /** Starts reading the source; the connection is made when there is audio. Called once. */
    public void start() {
        loop.execute(intake::open);
    }

    /** A segment was routed. Called once for each. */
    public void delivered() {
        loop.execute(() -> {
            undelivered--;
            pump();
        });
    }

    /** Ends the session now; its listener hears of this failure unless the session has ended already. */
    public void abort(SessionFailure failure) {
        loop.execute(() -> fail(failure));
    }

    private void onIntake() {
        if (intake.failure().isPresent()) {
            fail(intake.failure().get());
        } else if (state == OPENING && intake.peek() != null) {
            moveTo(QUEUED, "there is audio");
            ticket = gate.enter(settings.maxSessions(), () -> loop.execute(this::connect));
        } else if (state == OPENING && intake.isEnded()) {
            end(CLOSED, "there was no audio", Optional.empty());
        } else {
            pump();
        }
    }

    private void connect() {
        if (state != QUEUED) {
            return;
        }
        moveTo(CONNECTING, "it is its turn");
        deadline = loop.schedule(
                settings.connectTimeout(),
                () -> fail(SessionFailure.of(
                        ErrorCode.CONNECT_TIMEOUT,
                        "no session_started within connectTimeout="
                                + settings.connectTimeout().toMillis() + " ms")));
        connection = new Connection(id, settings, intake.format(), loop, this);
        connection.open(transport);
    }

    @Override
    public void onStarted(Connection started) {
        if (state == CONNECTING) {
            deadline.cancel();
            moveTo(STREAMING, "the service is ready");
            pump();
        }
    }

    /** Sends what may go now, and arranges to be called again when more may. */
    private void pump() {
        pace.cancel();
        while (state == STREAMING && connection.isWritable() && undelivered < MAX_UNDELIVERED) {
            AudioIntake.Chunk next = intake.peek();
            commitDue |= next != null && commitPolicy.isDueBefore(uncommitted(), next.duration());
            if (commitDue && connection.isCommitOutstanding()) {
                // Of two commits at once the service may answer only one.
                return;
            }
            if (commitDue) {
                commit();
            }
            if (next == null) {
                if (intake.isEnded()) {
                    drain();
                }
                return;
            }
            Duration wait = pacer.delay(loop.nanoTime());
            if (!wait.isZero()) {
                pace = loop.schedule(wait, this::pump);
                return;
            }
            send(intake.take());
        }
    }

    private void send(AudioIntake.Chunk chunk) {
        connection.sendAudio(chunk.samples());
        pacer.sent(chunk.duration(), loop.nanoTime());
        commitDue = chunk.commit() || commitPolicy.isGoodPlace(uncommitted(), intake.quiet());
    }

    private void commit() {
        commitDue = false;
        if (connection.isTailUncommitted()) {
            connection.sendCommit(CommitPolicy.FLOOR);
            commitWatchdog.cancel();
            commitWatchdog = loop.schedule(settings.transcriptTimeout(), () -> fail(unanswered("a commit")));
        }
    }

    private Duration uncommitted() {
        return intake.format().duration(connection.uncommittedSamples());
    }

    private void drain() {
        moveTo(DRAINING, "all audio is sent");
        deadline = loop.schedule(settings.transcriptTimeout(), () -> fail(unanswered("the end of the audio")));
        commitTail();
    }

    private void commitTail() {
        if (state != DRAINING || connection.isCommitOutstanding()) {
            return;
        }
        tailCommitted = true;
        if (connection.isTailUncommitted()) {
            answersAwaited = settings.commitStrategy() == CommitStrategy.VAD
                            && intake.heardPauseOf(settings.vadSilenceThreshold())
                    ? 2
                    : 1;
            connection.sendCommit(CommitPolicy.FLOOR);
        } else {
            settle();
        }
    }

    private SessionFailure unanswered(String what) {
        return SessionFailure.of(
                ErrorCode.TRANSCRIPT_TIMEOUT,
                what + " was not answered within transcriptTimeout="
                        + settings.transcriptTimeout().toMillis() + " ms");
    }

    @Override
    public void onAnswered() {
        commitWatchdog.cancel();
        intake.forgetPauses();
        if (state == DRAINING && !tailCommitted) {
            loop.execute(this::commitTail);
        } else if (state == DRAINING) {
            answersAwaited = Math.max(0, answersAwaited - 1);
            settle();
        } else {
            loop.execute(this::pump);
        }
    }

    /** Waits for what may follow the last answer: its twin, or the answer to our commit when this was not it. */
    private void settle() {
        quiet.cancel();
        quiet = loop.schedule(answersAwaited == 0 ? QUIET : QUIET_AFTER_VAD, this::close);
    }

    private void close() {
        if (state == DRAINING && connection.isTwinOutstanding()) {
            settle();
        } else if (state == DRAINING) {
            moveTo(CLOSING, "the last transcript is in");
            deadline.cancel();
            deadline = loop.schedule(CLOSE_WAIT, () -> end(CLOSED, "there was no closing handshake", Optional.empty()));
            connection.close();
        }
    }

    @Override
    public void onPartial(String text) {
        listener.onPartial(text);
    }

    @Override
    public void onCommit(TwinPairing.Commit commit) {
        if (!commit.text().isBlank()) {
            undelivered++;
            Segment segment = Segments.segment(segments++, commit, connection.clock());
            listener.onSegment(segment);
        }
    }

    @Override
    public void onSent() {
        pump();
    }

    @Override
    public void onFailed(Failed failed) {
        SessionFailure failure = new SessionFailure(failed.code(), failed.type(), failed.detail(), null);
        if (state == CLOSING) {
            LOG.debug("{} {} after the last transcript was in", id, failed.type());
        } else if (nothingIsLeft(failed.code())) {
            LOG.debug("{} {} at the end of the audio: everything was committed before", id, failed.type());
            close();
        } else if (failed.code() != ErrorCode.INPUT_ERROR || ++inputErrors > MAX_INPUT_ERRORS) {
            fail(failure);
        } else {
            LOG.warn("{} the service ignored a message: {}", id, failed.detail());
        }
    }

    @Override
    public void onGone(SessionFailure failure) {
        boolean answered = state == DRAINING && tailCommitted && answersAwaited == 0;
        if (state == CLOSING || answered || nothingIsLeft(failure.code())) {
            end(CLOSED, failure.detail(), Optional.empty());
        } else {
            fail(failure);
        }
    }

    /** Whether the service complains of a last commit only because its own commits had taken everything. */
    private boolean nothingIsLeft(ErrorCode code) {
        return state == DRAINING
                && tailCommitted
                && code.endsDraining()
                && connection.answers() > 0
                && !connection.hasPendingWords();
    }

    private void onBug(RuntimeException bug) {
        LOG.error("{} failed unexpectedly", id, bug);
        fail(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug));
    }

    private void fail(SessionFailure failure) {
        if (!state.isEnd()) {
            end(FAILED, failure.type() + ": " + failure.detail(), Optional.of(failure));
        }
    }

    private void end(SessionState last, String why, Optional<SessionFailure> failure) {
        if (connection != null) {
            connection.flush();
        }
        moveTo(last, why);
        deadline.cancel();
        commitWatchdog.cancel();
        pace.cancel();
        quiet.cancel();
        intake.close();
        if (connection != null) {
            connection.abandon();
        }
        if (ticket != null) {
            ticket.leave();
        }
        listener.onEnd(new SessionEnd(
                failure, duration(SourceClock::sourceSamples), duration(SourceClock::connectionSamples), 0));
    }

    private Duration duration(java.util.function.ToLongFunction<SourceClock> samples) {
        return connection == null ? Duration.ZERO : intake.format().duration(samples.applyAsLong(connection.clock()));
    }

    private void moveTo(SessionState next, String why) {
        if (!state.allows(next)) {
            throw new IllegalStateException(id + " " + state + " to " + next + ": " + why);
        }
        LOG.debug("{} {} to {}: {}", id, state, next, why);
        state = next;
    }

    SessionState state() {
        return state;
    }
}
