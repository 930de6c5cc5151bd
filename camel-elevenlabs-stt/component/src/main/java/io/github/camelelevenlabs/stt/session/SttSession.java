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
import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Edited;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entities;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
public final class SttSession implements Conversation, Connection.Events, Sender.Events {

    private static final Logger LOG = LoggerFactory.getLogger(SttSession.class);

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
    private final Segments segments;
    private final Annotations annotations;
    private final CommitPolicy commitPolicy;
    private final Caution caution;
    private final Sender sender;
    private final Recovery recovery;
    private final Usage usage;
    private final IgnoredMessages ignored;
    private final Outage outage;
    private SessionState state = OPENING;
    private Instant since;
    private Admission.Ticket ticket;
    private int inputErrors;
    private boolean splitChunks;
    private boolean announced;

    /** Where the audio was not covered when the end of it was last in doubt. */
    private long doubtedAt = Coverage.UNKNOWN;

    // As long as one connection lives:
    private Connection connection;
    private Drain drain;

    /** Guards what the state waits for: readiness, the last transcript, the closing handshake, the next attempt. */
    private Timer deadline = Timer.NONE;

    private Timer stable = Timer.NONE;

    // Written on the loop, read by any thread:
    private volatile SessionSnapshot snapshot;

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
        this.usage = new Usage(listener);
        this.ignored = new IgnoredMessages(id);
        this.annotations = new Annotations(id, settings, this.loop, listener::onSegment);
        this.segments = new Segments(id, settings, intake, this::onSegment);
        this.commitPolicy = new CommitPolicy(settings);
        this.caution = new Caution(commitPolicy);
        this.sender = new Sender(settings, commitPolicy, caution, intake, this.loop, this);
        this.outage = new Outage(id);
        this.recovery = new Recovery(
                settings.continuity().policy(), settings.continuity().freshCredentials());
        this.since = loop.instant();
        this.snapshot = SessionSnapshot.opening(id, since);
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
        loop.execute(sender::delivered);
    }

    @Override
    public void abort(SessionFailure failure) {
        loop.execute(() -> fail(failure));
    }

    @Override
    public List<SessionSnapshot> snapshots() {
        return List.of(snapshot);
    }

    private void onIntake() {
        if (intake.failure().isPresent()) {
            fail(intake.failure().get());
        } else if (state == OPENING && intake.hasAudio()) {
            moveTo(QUEUED, "there is audio");
            ticket = gate.enter(settings.maxSessions(), () -> loop.execute(this::onTurn));
        } else if (state == OPENING && intake.isEnded()) {
            end(CLOSED, "there was no audio", Optional.empty());
        } else {
            sender.proceed();
        }
    }

    private void onTurn() {
        if (state.isEnd()) {
            return;
        }
        moveTo(CONNECTING, "it is its turn");
        deadline = loop.schedule(settings.connectTimeout(), () -> recover(notReady()));
        connection = connect();
    }

    @Override
    public Connection connect() {
        Connection made =
                new Connection(id, settings, commitPolicy, segments::context, intake.buffer(), ignored, loop, this);
        if (splitChunks) {
            made.splitChunks();
        }
        LOG.debug("{} opens a connection", id);
        made.open(transport);
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
        if (!sender.isSuccessor(started) && state == CONNECTING) {
            use(started, "the service is ready");
        }
    }

    /** Sends on this connection from now on, beginning with what no commit has covered. */
    private void use(Connection ready, String why) {
        deadline.cancel();
        stable.cancel();
        connection = ready;
        drain = null;
        sender.use(ready);
        outage.end(loop.nanoTime(), usage.sentBeyond(intake.buffer()), intake.givenUp());
        stable = loop.schedule(STABLE, this::onStable);
        if (state == CONNECTING) {
            moveTo(STREAMING, why);
        }
        if (!announced) {
            announced = true;
            listener.onStarted();
        }
        sender.proceed();
    }

    private void onStable() {
        if (connection.commits().isOutstanding()) {
            stable = loop.schedule(STABLE, this::onStable);
        } else {
            recovery.stable();
        }
    }

    @Override
    public void onSent(ReplayBuffer.Chunk chunk) {
        usage.sent(chunk, intake.buffer().format());
        publish();
    }

    @Override
    public void onSuccession(Connection successor) {
        if (annotations.isWaiting()) {
            // Only this connection says them. Once they are routed the sender tries again.
            return;
        }
        LOG.info("{} goes on with its next connection: maxSessionDuration is near", id);
        usage.replaced(connection.clock());
        caution.replaced(connection.clock().sent());
        connection.abandon();
        use(successor, "");
    }

    @Override
    public void onAllSent() {
        moveTo(DRAINING, "all audio is sent");
        drain = new Drain(settings, connection, intake.buffer(), loop, this::commitTail, this::close);
        drain.proceed();
    }

    /** A commit before this one has its own time to be answered in. */
    private void commitTail() {
        deadline = loop.schedule(settings.transcriptTimeout(), this::onEndOverdue);
        connection.sendCommit();
    }

    /** In doubt the rest is asked for again, once: where the same doubt comes back, nothing was said. */
    private void onEndOverdue() {
        long start = intake.buffer().start();
        boolean settled = !intake.buffer().hasSpeech() || start == doubtedAt || !recovery.isAllowed();
        if (drain.isInDoubt() && settled) {
            close();
        } else {
            doubtedAt = drain.isInDoubt() ? start : Coverage.UNKNOWN;
            recover(SessionFailure.unanswered("the end of the audio", settings.transcriptTimeout()));
        }
    }

    private void close() {
        if (state == DRAINING) {
            deadline.cancel();
            annotations.whenNoneWaits(this::finish);
        }
    }

    private void finish() {
        if (state == DRAINING) {
            moveTo(CLOSING, "the last transcript is in");
            deadline = loop.schedule(CLOSE_WAIT, () -> end(CLOSED, "there was no closing handshake", Optional.empty()));
            connection.close();
        }
    }

    @Override
    public void onDifference(ConfigEcho.Difference difference) {
        listener.onDifference(difference);
    }

    @Override
    public void onWarning(String text) {
        listener.onWarning(text);
    }

    @Override
    public void onEntities(Entities found) {
        annotations.heard(found);
    }

    @Override
    public void onEdited(Edited edited) {
        annotations.heard(edited);
    }

    @Override
    public void onPartial(String text) {
        listener.onPartial(text);
    }

    @Override
    public void onCommit(Connection from, TwinPairing.Commit commit) {
        long before = intake.buffer().start();
        Coverage coverage = segments.add(from, commit);
        from.committed(intake.buffer().start() - before);
        if (coverage.through() > before || !commit.text().isBlank()) {
            recovery.stable();
        }
        if (coverage.ours()) {
            usage.answered(from.commits().answered(coverage.certain()));
        } else if (from.commits().isOutstanding()) {
            from.commits().doubt(commit);
        }
        if (drain != null) {
            drain.onCommit(commit, coverage);
        }
        publish();
        sender.proceed();
    }

    @Override
    public void onCommitSettled() {
        sender.proceed();
        if (drain != null) {
            drain.proceed();
        }
    }

    private void onSegment(Segment segment) {
        sender.told();
        annotations.add(segment);
    }

    @Override
    public boolean isReplayBetter() {
        return segments.isReplayBetter() && recovery.isAllowed();
    }

    @Override
    public void onSent() {
        sender.proceed();
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
            sender.successorLost();
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
        outage.begin(loop.nanoTime(), intake.givenUp());
        caution.lost(connection.clock().sent(), connection.committed());
        usage.reconnecting(connection.clock());
        usage.failed(failure);
        listener.onReconnecting(failure);
        dropConnections();
        cancelTimers();
        annotations.flush();
        if (failure.code() == ErrorCode.QUEUE_OVERFLOW) {
            sender.slowDown();
        }
        splitChunks |= failure.code() == ErrorCode.CHUNK_SIZE_EXCEEDED;
        LOG.warn(
                "{} {} ({}: {}); attempt {} in {} ms, {} ms of audio are kept",
                id,
                state == CONNECTING ? "could not connect" : "lost its connection",
                failure.type(),
                failure.detail(),
                recovery.failures(),
                wait.get().toMillis(),
                intake.buffer().kept().toMillis());
        moveTo(BACKING_OFF, failure.type());
        deadline = loop.schedule(wait.get(), this::onTurn);
    }

    private void onBug(Throwable bug) {
        try {
            LOG.error("{} failed unexpectedly", id, Printable.cause(bug));
        } finally {
            fail(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug));
        }
    }

    private void fail(SessionFailure failure) {
        if (!state.isEnd()) {
            end(FAILED, failure.type() + ": " + failure.detail(), Optional.of(failure));
        }
    }

    private void end(SessionState last, String why, Optional<SessionFailure> failure) {
        moveTo(last, why);
        SessionEnd end;
        try {
            end = wrapUp(failure);
        } catch (Throwable bug) {
            LOG.error("{} failed unexpectedly", id, Printable.cause(bug));
            if (connection != null) {
                connection.abandon();
            }
            end = SessionEnd.nothing(failure.or(() -> Optional.of(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug))));
        }
        try {
            intake.close();
        } finally {
            if (ticket != null) {
                ticket.leave();
            }
            listener.onEnd(end);
        }
    }

    private SessionEnd wrapUp(Optional<SessionFailure> failure) {
        cancelTimers();
        sender.stop();
        failure.ifPresent(usage::failed);
        if (connection != null) {
            connection.transcripts().flush();
            connection.commits().stop();
            usage.replaced(connection.clock());
        }
        dropConnections();
        annotations.flush();
        SessionEnd end = usage.end(failure, intake);
        publish();
        ignored.end();
        return end;
    }

    private void dropConnections() {
        sender.stop();
        if (connection != null) {
            connection.abandon();
            connection = null;
        }
        if (drain != null) {
            drain.cancel();
            drain = null;
        }
    }

    private void cancelTimers() {
        deadline.cancel();
        stable.cancel();
    }

    private void moveTo(SessionState next, String why) {
        if (!state.allows(next)) {
            throw new IllegalStateException(id + " " + state + " to " + next + ": " + why);
        }
        LOG.debug("{} {} to {}: {}", id, state, next, why);
        state = next;
        since = loop.instant();
        publish();
    }

    private void publish() {
        snapshot = usage.snapshot(id, state, since, segments.count(), intake, connection);
    }

    SessionState state() {
        return state;
    }
}
