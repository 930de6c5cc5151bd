package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
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
import io.github.camelelevenlabs.stt.protocol.PreviousText;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.session.SessionLoop.Timer;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with the service: takes audio from a source, sends it at the right pace, decides when to commit, waits
 * for the last answer, and tells its listener what was said. When a connection ends before the audio does, the next one
 * gets again what no commit has covered.
 *
 * <p>Owned by its loop: all fields are touched there and nowhere else. The public methods may be called from any thread.
 */
public final class SttSession implements Conversation, Connection.Events {

    private static final Logger LOG = LoggerFactory.getLogger(SttSession.class);

    /** Segments that a route has not taken yet; with more than these the source has to wait. */
    static final int MAX_UNDELIVERED = 16;

    /** The service was seen to skip the closing handshake; with a handshake it takes a round trip. */
    static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    /** A connection that stood for so long, and owes no answer, was no failure, whatever ends it. */
    static final Duration STABLE = Duration.ofSeconds(30);

    private static final int MAX_INPUT_ERRORS = 3;

    private final String id;
    private final SessionSettings settings;
    private final Transport transport;
    private final Admission gate;
    private final SessionLoop loop;
    private final SessionListener listener;

    // As long as the session lives:
    private final AudioIntake intake;
    private final CommitPolicy commitPolicy;
    private final Pacer pacer;
    private final Recovery recovery;
    private final Rotation rotation;
    private final Usage usage = new Usage();
    private SessionState state = OPENING;
    private Admission.Ticket ticket;
    private String lastText;
    private int segments;
    private int undelivered;
    private int inputErrors;
    private boolean splitChunks;
    private boolean twinMissed;
    private boolean announced;

    // As long as one connection lives:
    private Connection connection;
    private Drain drain;
    private boolean commitDue;

    /** Guards what the state waits for: readiness, the last transcript, the closing handshake, the next attempt. */
    private Timer deadline = Timer.NONE;

    private Timer commitWatchdog = Timer.NONE;
    private Timer doubt = Timer.NONE;
    private Timer pace = Timer.NONE;
    private Timer stable = Timer.NONE;

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
            Admission gate,
            SessionLoop loop,
            SessionListener listener) {
        this.id = id;
        this.settings = settings;
        this.transport = transport;
        this.gate = gate;
        this.loop = new GuardedLoop(loop, this::onBug);
        this.listener = listener;
        this.intake = new AudioIntake(id, source, settings, this.loop, this::onIntake);
        this.commitPolicy = new CommitPolicy(settings);
        this.pacer = new Pacer(settings.readRate());
        this.recovery = new Recovery(
                settings.continuity().policy(), settings.continuity().freshCredentials());
        this.rotation = new Rotation(settings.continuity().maxSessionDuration());
        this.lastText = settings.previousText();
    }

    public String id() {
        return id;
    }

    /** Starts reading the source; the connection is made when there is audio. Called once. */
    @Override
    public void start() {
        loop.execute(intake::open);
    }

    @Override
    public void delivered() {
        loop.execute(() -> {
            undelivered--;
            pump();
        });
    }

    @Override
    public void abort(SessionFailure failure) {
        loop.execute(() -> fail(failure));
    }

    private void onIntake() {
        if (intake.failure().isPresent()) {
            fail(intake.failure().get());
        } else if (state == OPENING && intake.hasAudio()) {
            moveTo(QUEUED, "there is audio");
            ticket = gate.enter(settings.maxSessions(), () -> loop.execute(this::connect));
        } else if (state == OPENING && intake.isEnded()) {
            end(CLOSED, "there was no audio", Optional.empty());
        } else {
            pump();
        }
    }

    private void connect() {
        if (state.isEnd()) {
            return;
        }
        moveTo(CONNECTING, "it is its turn");
        deadline = loop.schedule(settings.connectTimeout(), () -> recover(notReady()));
        connection = newConnection();
        connection.open(transport);
    }

    private Connection newConnection() {
        Connection made = new Connection(
                id,
                settings,
                commitPolicy,
                () -> PreviousText.endOf(lastText),
                intake.buffer().format(),
                loop,
                this);
        if (splitChunks) {
            made.splitChunks();
        }
        return made;
    }

    private SessionFailure notReady() {
        return SessionFailure.of(
                ErrorCode.CONNECT_TIMEOUT,
                "no session_started within connectTimeout="
                        + settings.connectTimeout().toMillis() + " ms");
    }

    @Override
    public void onStarted(Connection started) {
        if (started == rotation.successor()) {
            rotation.ready();
            pump();
        } else if (state == CONNECTING) {
            use(started, "the service is ready");
        }
    }

    /** Sends on this connection from now on, beginning with what no commit has covered. */
    private void use(Connection ready, String why) {
        deadline.cancel();
        stable.cancel();
        connection = ready;
        drain = null;
        commitDue = false;
        intake.buffer().rewind();
        rotation.begin(loop.nanoTime());
        stable = loop.schedule(STABLE, this::onStable);
        if (state == CONNECTING) {
            moveTo(STREAMING, why);
        }
        if (!announced) {
            announced = true;
            listener.onStarted();
        }
        pump();
    }

    private void onStable() {
        if (connection.isCommitOutstanding()) {
            stable = loop.schedule(STABLE, this::onStable);
        } else {
            recovery.stable();
        }
    }

    /** Sends what may go now, and arranges to be called again when more may. */
    private void pump() {
        pace.cancel();
        while (state == STREAMING && connection.isWritable() && undelivered < MAX_UNDELIVERED) {
            if (rotation.isDue(connection.quiet(), loop.nanoTime()) && !rotate()) {
                return;
            }
            ReplayBuffer.Chunk next = intake.buffer().peek();
            commitDue |= next != null && commitPolicy.isDueBefore(uncommitted(), duration(next));
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
            send(intake.buffer().take());
        }
    }

    private void send(ReplayBuffer.Chunk chunk) {
        connection.sendAudio(chunk);
        usage.reached(chunk.end());
        pacer.sent(duration(chunk), loop.nanoTime());
        commitDue = chunk.commit() || commitPolicy.isGoodPlace(uncommitted(), chunk.quiet());
        intake.read();
        if (rotation.needsSuccessor(loop.nanoTime())) {
            Connection successor = newConnection();
            rotation.successor(successor);
            LOG.debug("{} makes its next connection before this one is too old", id);
            successor.open(transport);
        }
    }

    private void commit() {
        commitDue = false;
        if (connection.isTailUncommitted()) {
            connection.sendCommit();
            commitWatchdog.cancel();
            commitWatchdog = loop.schedule(settings.transcriptTimeout(), () -> recover(unanswered("a commit")));
        }
    }

    /** Changes over to the next connection once all that was sent is answered; returns whether that has happened. */
    private boolean rotate() {
        commitDue |= connection.isTailUncommitted();
        if (commitDue && !connection.isCommitOutstanding()) {
            commit();
        }
        if (connection.isCommitOutstanding() || connection.isTwinOutstanding()) {
            return false;
        }
        Connection old = connection;
        Connection next = rotation.successor();
        LOG.info("{} goes on with its next connection: maxSessionDuration is near", id);
        usage.replaced(old.clock());
        old.abandon();
        use(next, "");
        return true;
    }

    private Duration uncommitted() {
        return intake.buffer().format().duration(connection.uncommittedSamples());
    }

    private Duration duration(ReplayBuffer.Chunk chunk) {
        return intake.buffer().duration(chunk);
    }

    private void drain() {
        moveTo(DRAINING, "all audio is sent");
        deadline = loop.schedule(settings.transcriptTimeout(), () -> recover(unanswered("the end of the audio")));
        drain = new Drain(settings, connection, intake.buffer(), loop, this::close);
        drain.proceed();
    }

    private SessionFailure unanswered(String what) {
        return SessionFailure.of(
                ErrorCode.TRANSCRIPT_TIMEOUT,
                what + " was not answered within transcriptTimeout="
                        + settings.transcriptTimeout().toMillis() + " ms");
    }

    private void close() {
        if (state == DRAINING) {
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
    public void onCommit(Connection from, TwinPairing.Commit commit) {
        long own = from.isDebtPaidBy(commit) ? Coverage.UNKNOWN : from.outstandingCommit();
        Coverage coverage = Coverage.of(commit, own, from.clock(), intake.buffer(), settings);
        LOG.debug(
                "{} a commit, own at {}, kept from {}: {}",
                id,
                own,
                intake.buffer().start(),
                coverage);
        if (coverage.through() > intake.buffer().start() || !commit.text().isBlank()) {
            recovery.stable();
        }
        intake.buffer().commitThrough(coverage.through());
        twinMissed &= commit.tokens().isEmpty();
        if (!commit.text().isBlank()) {
            lastText = commit.text();
            undelivered++;
            listener.onSegment(Segments.segment(segments++, commit, from.clock(), settings.words()));
        }
        if (coverage.ours()) {
            from.commitAnswered(coverage.certain());
            commitSettled();
        } else if (from.isCommitOutstanding() && drain == null) {
            // The answer to ours comes next, or this was it and what sounded like speech behind its words was none.
            doubt.cancel();
            long unheard = commit.text().isBlank() ? from.outstandingCommit() : Coverage.UNKNOWN;
            doubt = loop.schedule(Drain.patience(settings), () -> {
                intake.buffer().commitThrough(unheard);
                from.commitAnswered(true);
                commitSettled();
                if (drain != null) {
                    drain.proceed();
                }
            });
        }
        if (drain != null) {
            drain.onCommit(commit, coverage);
        }
        pump();
    }

    private void commitSettled() {
        commitWatchdog.cancel();
        doubt.cancel();
        pump();
    }

    /** Not where our own commits say all that the twin would, and not again for a service that sends no twins. */
    @Override
    public boolean isReplayBetter() {
        boolean better = settings.commitStrategy() == CommitStrategy.VAD && recovery.isAllowed() && !twinMissed;
        twinMissed = true;
        return better;
    }

    @Override
    public void onSent() {
        pump();
    }

    @Override
    public void onFailed(Connection from, Failed failed) {
        SessionFailure failure = new SessionFailure(failed.code(), failed.type(), failed.detail(), null);
        if (from != connection) {
            onGone(from, failure);
        } else if (state == CLOSING) {
            LOG.debug("{} {} after the last transcript was in", id, failed.type());
        } else if (drain != null && drain.isAnsweredBy(failed.code())) {
            LOG.debug("{} {} at the end of the audio: everything was committed before", id, failed.type());
            close();
        } else if (failed.code() != ErrorCode.INPUT_ERROR) {
            recover(failure);
        } else if (++inputErrors > MAX_INPUT_ERRORS) {
            fail(failure);
        } else {
            LOG.warn("{} the service ignored a message: {}", id, failed.detail());
        }
    }

    @Override
    public void onGone(Connection gone, SessionFailure failure) {
        if (gone != connection) {
            LOG.debug("{} could not make its next connection: {}", id, failure.detail());
            gone.abandon();
            rotation.lost(loop.nanoTime());
        } else if (state == CLOSING || drain != null && (drain.isAnswered() || drain.isAnsweredBy(failure.code()))) {
            end(CLOSED, failure.detail(), Optional.empty());
        } else {
            recover(failure);
        }
    }

    /** The connection is of no more use: goes on with another one, later or at once, or gives up. */
    private void recover(SessionFailure failure) {
        if (state == CLOSING) {
            end(CLOSED, failure.detail(), Optional.empty());
            return;
        }
        Optional<Duration> wait = recovery.next(failure);
        if (wait.isEmpty()) {
            fail(failure);
            return;
        }
        usage.reconnecting(connection.clock());
        dropConnections();
        cancelTimers();
        if (failure.code() == ErrorCode.QUEUE_OVERFLOW) {
            pacer.slowDown(loop.nanoTime());
        }
        splitChunks |= failure.code() == ErrorCode.CHUNK_SIZE_EXCEEDED;
        LOG.warn(
                "{} lost its connection ({}: {}); attempt {} in {} ms, {} ms of audio are kept",
                id,
                failure.type(),
                failure.detail(),
                recovery.failures(),
                wait.get().toMillis(),
                intake.buffer().kept().toMillis());
        moveTo(BACKING_OFF, failure.type());
        deadline = loop.schedule(wait.get(), this::connect);
    }

    private void onBug(Throwable bug) {
        LOG.error("{} failed unexpectedly", id, bug);
        fail(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug));
    }

    private void fail(SessionFailure failure) {
        if (!state.isEnd()) {
            end(FAILED, failure.type() + ": " + failure.detail(), Optional.of(failure));
        }
    }

    private void end(SessionState last, String why, Optional<SessionFailure> failure) {
        moveTo(last, why);
        cancelTimers();
        if (connection != null) {
            connection.flush();
            usage.replaced(connection.clock());
        }
        dropConnections();
        SessionEnd end = usage.end(failure, intake);
        intake.close();
        if (ticket != null) {
            ticket.leave();
        }
        listener.onEnd(end);
    }

    private void dropConnections() {
        if (connection != null) {
            connection.abandon();
            connection = null;
        }
        rotation.drop();
        if (drain != null) {
            drain.cancel();
            drain = null;
        }
    }

    private void cancelTimers() {
        deadline.cancel();
        commitWatchdog.cancel();
        doubt.cancel();
        pace.cancel();
        stable.cancel();
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
