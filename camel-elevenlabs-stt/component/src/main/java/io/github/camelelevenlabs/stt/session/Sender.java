package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.Alarm;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.util.function.Supplier;

/**
 * Sends a session's audio on the connection in use: at the right pace, with commits at good places, and only while the
 * network, the service and the routes keep up. Changes to the next connection before one is too old, and when the hints have
 * changed. Used on the session's loop.
 */
final class Sender {

    /** Segments that a route has not taken yet; with this many no audio is sent, and the source has to wait. */
    static final int MAX_UNDELIVERED = 16;

    /** Called on the session's loop. */
    interface Events {
        void onAudioSent(ReplayBuffer.Chunk chunk);

        /** All audio sent on the connection in use is answered, and this connection takes over. */
        void onSuccession(Connection successor);

        /** The source has ended and all of it is sent. */
        void onAllSent();
    }

    private final CommitPolicy commitPolicy;
    private final Caution caution;
    private final Pacer pacer;
    private final Rotation rotation;
    private final AudioIntake intake;
    private final CurrentHints hints;
    private final Supplier<Connection> connect;
    private final Segments segments;
    private final SessionLoop loop;
    private final Events events;

    /** How many segments were delivered, with those of the session that this one resumes. */
    private int delivered;

    /** Null while there is none to send on. */
    private Connection connection;

    private boolean commitDue;
    private final Alarm pace;
    private final Alarm change;

    /** @param connect makes the next connection when the one in use gets old, or the hints have changed */
    Sender(
            SessionSettings settings,
            CommitPolicy commitPolicy,
            Caution caution,
            AudioIntake intake,
            CurrentHints hints,
            Supplier<Connection> connect,
            Segments segments,
            SessionLoop loop,
            Events events) {
        this.commitPolicy = commitPolicy;
        this.caution = caution;
        this.pacer = new Pacer(settings.readRate());
        this.rotation = new Rotation(settings.continuity().maxSessionDuration());
        this.intake = intake;
        this.hints = hints;
        this.connect = connect;
        this.segments = segments;
        this.delivered = segments.count();
        this.loop = loop;
        this.pace = loop.alarm(this::proceed);
        this.change = loop.alarm(this::proceedWithChange);
        this.events = events;
    }

    /** Sends on this connection from now on, beginning with the first audio that no commit covers. */
    void use(Connection ready) {
        connection = ready;
        ready.whenWritable(this::proceed);
        commitDue = false;
        intake.buffer().rewind();
        rotation.begin(hints.differFrom(ready), loop.nanoTime());
        seekSuccessor();
    }

    /** The hints have changed: the next connection takes over as soon as it may. */
    void hintsChanged() {
        if (connection != null) {
            rotation.change(hints.differFrom(connection), loop.nanoTime());
            proceedWithChange();
        }
    }

    private void proceedWithChange() {
        seekSuccessor();
        proceed();
    }

    /** Makes the next connection if it is time for it, and otherwise sets the alarm for that time, since there may be no audio by then. */
    private void seekSuccessor() {
        long now = loop.nanoTime();
        if (rotation.needsSuccessor(now)) {
            rotation.successor(connect.get());
        }
        rotation.nextStep(now).ifPresentOrElse(change::set, change::cancel);
    }

    /** Sends nothing until there is another connection; drops the next one if it is being made. */
    void stop() {
        connection = null;
        rotation.drop();
        pace.cancel();
        change.cancel();
    }

    /** Whether this connection is the one that takes over from the one in use. */
    boolean isSuccessor(Connection other) {
        return other == rotation.successor();
    }

    /** The next connection is ready: from now on it may take over. */
    void successorReady() {
        rotation.ready();
        proceedWithChange();
    }

    /** The next connection failed before it took over. */
    void successorLost() {
        rotation.lost(loop.nanoTime());
        hintsChanged();
    }

    /** The service is overloaded. */
    void slowDown() {
        pacer.slowDown(loop.nanoTime());
    }

    /** A route has taken a segment. */
    void delivered() {
        delivered++;
        proceed();
    }

    /** Sends the audio that may be sent now; sets its alarm where only time is missing. */
    void proceed() {
        while (connection != null && connection.isWritable() && segments.count() - delivered < MAX_UNDELIVERED) {
            long now = loop.nanoTime();
            if (isRotationDue(now)) {
                rotate();
                return;
            }
            ReplayBuffer.Chunk next = intake.buffer().peek();
            commitDue |= next != null && isDueBefore(nanos(next.samples())) && !isGapInTime(next, now);
            if (commitDue ? !connection.ledger().mayCommit() : isHeldBack()) {
                // Of two commits at once the service may answer only one.
                return;
            }
            if (commitDue) {
                commit();
                continue;
            }
            if (next == null) {
                if (intake.isEnded()) {
                    stop();
                    events.onAllSent();
                }
                return;
            }
            if (!connection.isAllowed(next)) {
                stop();
                return;
            }
            if (pacer.due() > now) {
                pace.set(pacer.due());
                return;
            }
            if (isWorthCuttingAt(next, now)) {
                intake.buffer().cutNextAtGap();
            }
            send(intake.buffer().take(), now);
        }
    }

    private boolean isRotationDue(long now) {
        CommitLedger ledger = connection.ledger();
        return rotation.isDue(nanos(ledger.quiet()), !ledger.hasUncommittedAudio(), now);
    }

    private boolean isHeldBack() {
        return connection.ledger().isOutstanding() && caution.isNeeded(released());
    }

    private boolean isDueBefore(long next) {
        return commitPolicy.isDueBefore(uncommitted(), next) || caution.isDueBefore(released(), uncommitted(), next);
    }

    /** Whether the chunk has a gap to commit in before the commit is due, so that no word is cut. */
    private boolean isGapInTime(ReplayBuffer.Chunk next, long now) {
        return isWorthCuttingAt(next, now) && !isDueBefore(nanos(next.gap().end() - next.position()));
    }

    private boolean isGoodPlace(long quiet) {
        return commitPolicy.isGoodPlace(uncommitted(), quiet) || isGoodPlaceBehind(0, quiet);
    }

    /** Whether connections do not last, and the place behind this much more audio is good enough for that. */
    private boolean isGoodPlaceBehind(long more, long quiet) {
        return caution.isGoodPlace(
                released(), uncommitted() + more, quiet, connection.ledger().hasUncommittedSpeech());
    }

    private boolean isWorthCuttingAt(ReplayBuffer.Chunk next, long now) {
        ReplayBuffer.Gap gap = next.gap();
        if (gap == ReplayBuffer.Gap.NONE) {
            return false;
        }
        long quiet = nanos(gap.length());
        // Otherwise a later gap may be as good, and the commit comes less early.
        boolean last = isDueBefore(nanos(next.samples()));
        return isGoodPlace(quiet)
                || last && isGoodPlaceBehind(nanos(gap.end() - next.position()), quiet)
                || rotation.isDue(quiet, false, now);
    }

    private void send(ReplayBuffer.Chunk chunk, long now) {
        connection.sendAudio(chunk);
        pacer.sent(nanos(chunk.samples()), now);
        commitDue = chunk.commit() || isGoodPlace(nanos(chunk.quiet()));
        events.onAudioSent(chunk);
        intake.read();
        if (rotation.needsSuccessor(now)) {
            rotation.successor(connect.get());
        }
    }

    private void commit() {
        commitDue = false;
        if (connection.ledger().hasUncommittedAudio()) {
            connection.sendCommit();
            connection.ledger().watch();
        }
    }

    /** Changes to the next connection, or waits until all sent audio is answered. */
    private void rotate() {
        rotation.holdsBack(loop.nanoTime());
        commitDue |= connection.ledger().hasUncommittedAudio();
        if (commitDue && connection.ledger().mayCommit()) {
            commit();
        }
        if (connection.ledger().mayCommit() && !connection.transcripts().isTwinOutstanding()) {
            events.onSuccession(rotation.successor());
        }
    }

    private long released() {
        return nanos(connection.ledger().released());
    }

    private long uncommitted() {
        return nanos(connection.ledger().uncommitted());
    }

    private long nanos(long samples) {
        return intake.buffer().format().nanos(samples);
    }
}
