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
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with the service: takes audio from a source, sends it at the right pace, decides when to commit, waits
 * for the last answer, and hands the transcripts to its listener. When a connection ends before the audio does, the audio that
 * no commit has covered is sent again on the next one.
 *
 * <p>Owned by its loop. The methods of {@link Conversation} may be called from any thread and do not block.
 */
public final class SttSession implements Conversation, Connection.Events, Sender.Events {

    private static final Logger LOG = LoggerFactory.getLogger(SttSession.class);

    /** The wait for the closing handshake, which takes a round trip and which the service was seen to skip. */
    static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final String id;
    private final SessionSettings settings;
    private final Admission gate;
    private final SessionLoop loop;
    private final AudioLimit limit;
    private final SessionListener listener;

    // As long as the session lives:
    private final AudioIntake intake;
    private final CommitPolicy commitPolicy;
    private final Segments segments;
    private final CurrentHints hints;
    private final CoverageReport coverage;
    private final Annotations annotations;
    private final Sender sender;
    private final Recovery recovery;
    private final Drain drain;
    private final OtherMessages others;
    private final Connections connections;
    private final CurrentState state;
    private Admission.Ticket ticket;
    private boolean announced;

    /** Limits the wait of a state: for readiness, for the closing handshake, before the next attempt. The drain has its own. */
    private Timer deadline = Timer.NONE;

    /**
     * @param id       the client's id of the session, which stays the same over all connections
     * @param source   closed by the session when it ends
     * @param gate     shared by all sessions that are limited together
     * @param limit    shared by the sessions of a recording's channels
     * @param listener called on the loop, as the observer is, which may be the same
     */
    public SttSession(
            String id,
            SessionSettings settings,
            AudioSource source,
            Transport transport,
            Admission gate,
            SessionLoop loop,
            AudioLimit limit,
            SessionObserver observer,
            SessionListener listener) {
        this.id = id;
        this.settings = settings;
        this.gate = gate;
        this.loop = loop.guarded(this::onBug);
        this.limit = limit;
        this.listener = listener;
        this.intake = new AudioIntake(
                id, source, settings, this.loop, listener::comesAgain, listener::onSourceOpened, this::onIntake);
        this.coverage = new CoverageReport(intake, listener);
        this.annotations = new Annotations(id, settings, this.loop, coverage::segment);
        this.segments = new Segments(settings, segment -> annotations.add(segment, coverage.segmentBegins()));
        this.hints = new CurrentHints(id, settings.hints(), segments);
        this.others = new OtherMessages(id, annotations, observer);
        this.commitPolicy = new CommitPolicy(settings);
        Caution caution = new Caution(commitPolicy);
        this.connections = new Connections(
                id,
                settings,
                transport,
                gate,
                intake,
                segments,
                hints,
                others,
                limit,
                caution,
                this.loop,
                observer,
                listener::onPartial,
                this);
        this.sender = new Sender(
                settings, commitPolicy, caution, intake, hints, connections::makeNext, segments, this.loop, this);
        this.recovery = new Recovery(settings.continuity(), this.loop);
        this.drain =
                new Drain(settings, intake, this.loop, () -> annotations.whenNoneWaits(this::finish), this::recover);
        limit.onReached(() -> this.loop.execute(this::onLimit));
        this.state = new CurrentState(id, loop, connections::snapshot);
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
    public void change(Hints.Change change) {
        loop.execute(() -> {
            if (hints.change(change)) {
                sender.hintsChanged();
            }
        });
    }

    @Override
    public Duration position() {
        return intake.position();
    }

    @Override
    public AudioLimit limit() {
        return limit;
    }

    @Override
    public List<SessionSnapshot> snapshots() {
        return List.of(state.snapshot());
    }

    private void onIntake() {
        coverage.proceed();
        if (intake.failure().isPresent()) {
            fail(intake.failure().get());
        } else if (state.is(OPENING) && intake.hasAudio()) {
            state.moveTo(QUEUED, "there is audio");
            ticket = gate.enter(settings.maxSessions(), () -> loop.execute(this::onTurn));
        } else if (state.is(OPENING) && intake.isEnded()) {
            end(CLOSED, "there was no audio", Optional.empty());
        } else {
            sender.proceed();
        }
    }

    private void onTurn() {
        if (state.isEnd()) {
            return;
        }
        state.moveTo(CONNECTING, "it is its turn");
        deadline = loop.schedule(
                settings.connectTimeout(), () -> recover(SessionFailure.notStarted(settings.connectTimeout())));
        connections.connect();
    }

    @Override
    public void onStarted(Connection started) {
        if (sender.isSuccessor(started)) {
            sender.successorReady();
        } else if (state.is(CONNECTING)) {
            use(started, "the service is ready");
        }
    }

    /** Sends on this connection from now on, beginning with the first audio that no commit covers. */
    private void use(Connection ready, String why) {
        deadline.cancel();
        commitPolicy.follow(ready.ledger().strategy());
        sender.use(ready);
        connections.use(ready);
        recovery.watch(ready);
        if (state.is(CONNECTING)) {
            state.moveTo(STREAMING, why);
        }
        state.publish();
        if (!announced) {
            announced = true;
            listener.onStarted();
        }
        sender.proceed();
    }

    @Override
    public void onAudioSent(ReplayBuffer.Chunk chunk) {
        connections.usage().sent(chunk, intake.buffer().format());
    }

    @Override
    public void onSuccession(Connection successor) {
        if (annotations.isWaiting()) {
            // Annotations come on the old connection only. The sender tries again once their segments are routed.
            return;
        }
        connections.replacedBy(successor);
        use(successor, "");
    }

    @Override
    public void onAllSent() {
        state.moveTo(DRAINING, limit.isReached() ? "no more audio may be sent" : "all audio is sent");
        drain.begin(connections.inUse());
    }

    /** What was sent is committed and waited for, and then the session fails. */
    private void onLimit() {
        intake.stop();
        if (state.is(STREAMING)) {
            sender.stop();
            onAllSent();
            deadline = loop.schedule(settings.transcriptTimeout(), () -> fail(limit.failure()));
        } else if (!state.is(DRAINING) && !state.is(CLOSING)) {
            fail(limit.failure());
        }
    }

    private void finish() {
        if (state.is(DRAINING)) {
            state.moveTo(CLOSING, "the last transcript is in");
            deadline.cancel();
            deadline = loop.schedule(CLOSE_WAIT, () -> end(CLOSED, "there was no closing handshake", Optional.empty()));
            connections.inUse().close();
        }
    }

    @Override
    public void onCommit(Connection from, TwinPairing.Commit commit) {
        CommitLedger.Ruling ruling = from.ledger().rule(commit);
        LOG.debug("{} an answer: {}; kept from {}", id, ruling, intake.buffer().start());
        segments.add(commit, from.clock());
        hints.answered(from, commit);
        if (ruling.released() > 0 || !commit.text().isBlank()) {
            recovery.progressed();
        }
        if (ruling.ours()) {
            connections.usage().answered(from.ledger().sinceSent());
        }
        coverage.proceed();
        drain.onAnswer(ruling);
        state.publish();
        sender.proceed();
    }

    @Override
    public void onCommitSettled() {
        sender.proceed();
        drain.proceed();
    }

    @Override
    public void onFailed(Connection from, Failed failed) {
        SessionFailure failure = SessionFailure.of(failed);
        if (!connections.isInUse(from)) {
            onGone(from, failure);
        } else if (state.is(CLOSING)) {
            LOG.debug("{} {} after the last transcript was in", id, failed.type());
        } else if (drain.isAnsweredBy(failed.code())) {
            LOG.debug("{} {} at the end of the audio: everything was committed before", id, failed.type());
            drain.done();
        } else if (failed.code() != ErrorCode.INPUT_ERROR) {
            recover(failure);
        } else if (recovery.isInputErrorTooMany()) {
            fail(failure);
        } else {
            LOG.warn("{} the service ignored a message: {}", id, failed.detail());
        }
    }

    @Override
    public void onGone(Connection gone, SessionFailure failure) {
        if (!connections.isInUse(gone)) {
            connections.nextFailed(gone, failure);
            sender.successorLost();
        } else if (state.is(CLOSING) || drain.isAnswered() || drain.isAnsweredBy(failure.code())) {
            end(CLOSED, failure.detail(), Optional.empty());
        } else {
            recover(failure);
        }
    }

    /** The connection has failed: continues on another one, at once or after a wait, or gives up. */
    private void recover(SessionFailure failure) {
        if (state.is(CLOSING) || limit.isReached()) {
            end(CLOSED, failure.detail(), Optional.empty());
            return;
        }
        boolean refused = hints.isRefused(connections.inUse(), failure, null);
        Optional<Duration> wait = refused ? Optional.of(Duration.ZERO) : recovery.next(failure);
        if (wait.isEmpty()) {
            fail(failure);
            return;
        }
        connections.lost(state.get(), failure, recovery.failures(), wait.get());
        sender.stop();
        connections.drop();
        cancelTimers();
        annotations.flush();
        if (failure.code() == ErrorCode.QUEUE_OVERFLOW) {
            sender.slowDown();
        }
        state.moveTo(BACKING_OFF, failure.type());
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
        if (last == CLOSED && limit.isReached()) {
            fail(limit.failure());
            return;
        }
        state.moveTo(last, why);
        SessionEnd end;
        try {
            end = wrapUp(failure);
        } catch (Throwable bug) {
            LOG.error("{} failed unexpectedly", id, Printable.cause(bug));
            connections.drop();
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
        connections.finish(failure);
        connections.drop();
        annotations.flush();
        SessionEnd end = connections.usage().end(failure, intake);
        state.freeze();
        others.end();
        return end;
    }

    private void cancelTimers() {
        deadline.cancel();
        recovery.cancel();
        drain.cancel();
    }

    SessionState state() {
        return state.get();
    }
}
