package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.threads.Alarm;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a session, one after the other: makes them, knows the one in use, and counts the usage of all of them.
 * Decides nothing. Used on the session's loop.
 */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** The log says that a next connection waits for its place, unless it comes within this time, as a permit of a store does. */
    private static final Duration PLACE_WAIT = Duration.ofSeconds(10);

    private final String sessionId;
    private final SessionSettings settings;
    private final Transport transport;
    private final Admission gate;
    private final AudioIntake intake;
    private final Segments segments;
    private final CurrentHints hints;
    private final SessionLoop loop;
    private final SessionObserver observer;
    private final Consumer<String> onPartial;
    private final Connection.Events events;
    private final OtherMessages others;
    private final AudioLimit limit;
    private final Caution caution;
    private final Usage usage;

    private boolean splitChunks;

    // From the loss of a connection to the next one that works, however many attempts it takes:
    private boolean away;
    private long awaySince;
    private Duration givenUpBefore;

    /** Null while there is none. */
    private Connection inUse;

    /** Whether a connection that was to follow the one in use has failed. */
    private boolean nextHasFailed;

    Connections(
            String sessionId,
            SessionSettings settings,
            Transport transport,
            Admission gate,
            AudioIntake intake,
            Segments segments,
            CurrentHints hints,
            OtherMessages others,
            AudioLimit limit,
            Caution caution,
            SessionLoop loop,
            SessionObserver observer,
            Consumer<String> onPartial,
            Connection.Events events) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.transport = transport;
        this.gate = gate;
        this.intake = intake;
        this.segments = segments;
        this.hints = hints;
        this.others = others;
        this.limit = limit;
        this.caution = caution;
        this.loop = loop;
        this.observer = observer;
        this.onPartial = onPartial;
        this.events = events;
        this.usage = new Usage(observer);
    }

    /**
     * Makes the connection that follows the one in use, and is not used before {@link #use}. For a while the service has both, which are
     * two sessions to it: it opens when there is a place for it.
     */
    Connection makeNext() {
        Connection made = make();
        Alarm report = loop.alarm(this::reportWait);
        Alarm patience = loop.alarm(made::giveUpUnlessStarted);
        report.set(loop.nanoTime() + PLACE_WAIT.toNanos());
        Admission.Ticket extra = gate.enter(
                settings.maxSessions(),
                () -> loop.execute(() -> {
                    report.cancel();
                    patience.set(loop.nanoTime() + settings.connectTimeout().toNanos());
                    made.open(transport);
                }));
        made.hasExtraPlace(() -> {
            report.cancel();
            patience.cancel();
            extra.leave();
        });
        return made;
    }

    private void reportWait() {
        LOG.info(
                "{} needs a second place for its next connection, and waits for it: maxConcurrentSessions or the"
                        + " sessionPermits have none left",
                sessionId);
    }

    private Connection make() {
        Connection made = new Connection(
                sessionId,
                settings,
                hints.ofConnection(),
                segments,
                intake.buffer(),
                others,
                limit,
                loop,
                observer,
                onPartial,
                events);
        if (splitChunks) {
            made.splitChunks();
        }
        return made;
    }

    /** Makes a connection that is in use from the beginning. */
    void connect() {
        inUse = make();
        inUse.open(transport);
    }

    /** This connection is ready and in use from now on. */
    void use(Connection ready) {
        inUse = ready;
        nextHasFailed = false;
        if (away) {
            away = false;
            Duration givenUp = intake.givenUp().minus(givenUpBefore);
            LOG.info(
                    "{} connected again after {} s, {} ms are sent again{}",
                    sessionId,
                    String.format(Locale.ROOT, "%.1f", (loop.nanoTime() - awaySince) / 1e9),
                    usage.sentBeyond(intake.buffer()).toMillis(),
                    givenUp.isZero() ? "" : ", " + givenUp.toMillis() + " ms were given up");
        }
    }

    /** The connection in use ends as planned, and this one takes over. */
    void replacedBy(Connection next) {
        if (hints.differFrom(inUse)) {
            LOG.info(
                    "{} goes on with its next connection, which has a change: {}",
                    sessionId,
                    next.hints().request());
        } else {
            LOG.info("{} goes on with its next connection: maxSessionDuration is near", sessionId);
        }
        next.takeOverFrom(inUse);
        usage.replaced(inUse.clock());
        caution.replaced(inUse.clock().sent());
        inUse.abandon();
    }

    /** A connection that was to follow the one in use has failed. One warning stands for all attempts until one succeeds. */
    void nextFailed(Connection gone, SessionFailure failure) {
        gone.abandon();
        if (hints.isRefused(gone, failure, inUse) || nextHasFailed) {
            LOG.debug("{} could not make its next connection: {}", sessionId, failure.detail());
        } else {
            nextHasFailed = true;
            LOG.warn(
                    "{} could not make its next connection ({}: {}); it goes on with the present one, and tries again",
                    sessionId,
                    failure.type(),
                    failure.detail());
        }
    }

    /** The connection in use has failed; another one follows after this wait. */
    void lost(SessionState state, SessionFailure failure, int attempt, Duration wait) {
        if (!away) {
            away = true;
            awaySince = loop.nanoTime();
            givenUpBefore = intake.givenUp();
        }
        caution.lost(
                inUse.clock().sent(),
                intake.buffer().format().duration(inUse.ledger().released()));
        usage.reconnecting(inUse.clock());
        usage.failed(failure);
        splitChunks |= failure.code() == ErrorCode.CHUNK_SIZE_EXCEEDED;
        observer.onReconnecting(failure);
        LOG.warn(
                "{} {} ({}: {}); attempt {} in {} ms, {} ms of audio are kept",
                sessionId,
                state == SessionState.CONNECTING
                        ? "could not connect to baseUrl" + inUse.peer()
                        : "lost its connection",
                failure.type(),
                failure.detail(),
                attempt,
                wait.toMillis(),
                intake.buffer().kept().toMillis());
    }

    /** Counts everything at the end of the session, and delivers the commits that still wait for their twins. */
    void finish(Optional<SessionFailure> failure) {
        failure.ifPresent(usage::failed);
        if (inUse != null) {
            inUse.transcripts().flush();
            inUse.ledger().stop();
            usage.replaced(inUse.clock());
        }
    }

    /** Drops the connection in use, if there is one. */
    void drop() {
        if (inUse != null) {
            inUse.abandon();
            inUse = null;
        }
    }

    Connection inUse() {
        return inUse;
    }

    boolean isInUse(Connection connection) {
        return connection == inUse;
    }

    Usage usage() {
        return usage;
    }

    /** The session until its next move or commit; any thread may ask. */
    Supplier<SessionSnapshot> snapshot(SessionState state, Instant since) {
        return usage.snapshot(sessionId, state, since, segments.count(), intake, inUse);
    }
}
