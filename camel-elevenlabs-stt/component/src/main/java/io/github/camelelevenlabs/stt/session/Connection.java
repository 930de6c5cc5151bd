package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.github.camelelevenlabs.stt.protocol.ServerEvent;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Answer;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.SessionStarted;
import io.github.camelelevenlabs.stt.protocol.Verdict;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a session that lives as long as one WebSocket: the audio sent on it, its commits and their answers. All methods
 * but those of {@link Transport.Receiver} are called on the session's loop.
 */
final class Connection implements Transport.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** The messages of one answer come within much less than this. */
    private static final Duration TWIN_TOGETHER = Duration.ofSeconds(1);

    /** Called on the session's loop. */
    interface Events {
        void onStarted(Connection connection);

        /** A commit was answered, ours or one the service made by itself. */
        void onCommit(Connection from, TwinPairing.Commit commit);

        /** Our commit needs no answer any more; another may go. */
        void onCommitSettled();

        void onFailed(Connection from, Failed failed);

        /** The connection is gone. */
        void onGone(Connection connection, SessionFailure failure);
    }

    private final String sessionId;
    private final SessionSettings settings;
    private final PcmFormat format;
    private final SessionLoop loop;
    private final Inbox inbox;
    private final Events events;
    private final Segments segments;
    private final SourceClock clock;
    private final Liveness liveness;
    private final SendWindow window;
    private final ChunkWriter writer;
    private final CommitLedger ledger;
    private final ConnectionHints hints;
    private final Transcripts transcripts;
    private final OtherMessages others;
    private final SessionObserver observer;
    private final AudioLimit limit;

    /** The address of the request; written by the thread that makes the request. */
    private volatile URI address;

    private Runnable whenWritable = () -> {};
    private CompletableFuture<Transport.Link> opening;
    private Transport.Link link;
    private boolean ready;
    private boolean abandoned;
    /** Gives up the place that this connection has beside that of its session. */
    private Runnable extraPlace = () -> {};
    /** What an error message said; null when the connection is to go on. */
    private SessionFailure failed;

    private long pingedAt;

    /**
     * @param hints     what the service is told with the request and the first message
     * @param segments  of the session
     * @param buffer    the audio that is sent
     * @param others    takes the messages that are neither transcripts nor failures
     * @param limit     counts what is sent
     * @param observer  takes the differences in the service's echo of the settings
     * @param onPartial takes each partial that says something new
     */
    Connection(
            String sessionId,
            SessionSettings settings,
            ConnectionHints hints,
            Segments segments,
            ReplayBuffer buffer,
            OtherMessages others,
            AudioLimit limit,
            SessionLoop loop,
            SessionObserver observer,
            Consumer<String> onPartial,
            Events events) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.format = buffer.format();
        this.others = others;
        this.limit = limit;
        this.observer = observer;
        this.loop = loop;
        this.inbox = new Inbox(loop);
        this.events = events;
        this.hints = hints;
        this.segments = segments;
        this.clock = new SourceClock(format);
        this.liveness = new Liveness(settings.keepAliveInterval(), loop, this::gone);
        this.window = new SendWindow(format);
        this.writer = new ChunkWriter(settings, format, hints::begin, loop);
        this.ledger = new CommitLedger(settings, buffer, clock, loop, events::onCommitSettled, this::gone);
        this.transcripts = new Transcripts(
                settings.twinsExpected(),
                loop,
                onPartial,
                ledger::answerBegan,
                commit -> events.onCommit(this, commit),
                this::onTwinMissing);
    }

    void open(Transport transport) {
        if (abandoned) {
            return;
        }
        hints.open();
        LOG.debug("{} opens a connection", sessionId);
        opening = transport.connect(this::upgrade, this).toCompletableFuture();
        opening.whenComplete((opened, failure) -> {
            if (opened != null) {
                inbox.from(opened);
            }
            loop.execute(() -> onConnected(opened, failure));
        });
    }

    /** This connection has a place of its own, which it gives up with this when it is dropped. */
    void hasExtraPlace(Runnable leave) {
        extraPlace = leave;
    }

    /** The place of the session is this connection's now, and its own one is that of the connection before it. */
    void takeOverFrom(Connection old) {
        old.extraPlace = extraPlace;
        extraPlace = () -> {};
    }

    private Transport.Upgrade upgrade() throws Exception {
        Transport.Upgrade upgrade = settings.handshake().upgrade(format, hints.request());
        address = upgrade.uri();
        return upgrade;
    }

    /** Where the connection goes to, without the path and the parameters; empty when no request could be made. */
    String peer() {
        URI uri = address;
        return uri == null ? "" : " " + uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private void onConnected(Transport.Link opened, Throwable failure) {
        if (failure != null) {
            gone(SessionFailure.ofConnect(failure));
        } else if (abandoned) {
            leave(opened);
        } else {
            link = opened;
            startWhenOpen();
        }
    }

    /** {@code session_started} may come before the link does, since both come from another thread. */
    private void startWhenOpen() {
        if (ready && link != null) {
            writer.open(link);
            liveness.start(this::pingAgain);
            events.onStarted(this);
        }
    }

    /** The service has had enough time for {@code session_started}. */
    void giveUpUnlessStarted() {
        if (!ready || link == null) {
            gone(SessionFailure.notStarted(settings.connectTimeout()));
        }
    }

    /** Whether this audio may be sent, and the silence that a commit behind it needs. If not, the session ends. */
    boolean isAllowed(ReplayBuffer.Chunk next) {
        return limit.allows(format, next.samples(), () -> format.samples(ledger.paddingBehind(next)));
    }

    /** Sends audio of the source. It belongs to the segment that is committed next. */
    void sendAudio(ReplayBuffer.Chunk chunk) {
        limit.sent(chunk.samples(), format);
        clock.audioSent(chunk.position(), chunk.samples());
        liveness.sent(chunk.speech() ? format.nanos(chunk.samples()) : 0);
        ledger.audioSent(chunk);
        writer.audio(chunk.slice(format));
        window.sent(chunk.samples());
        pingIfDue();
    }

    private void pingIfDue() {
        if (window.isPingDue()) {
            ping();
        }
    }

    private void ping() {
        pingedAt = loop.nanoTime();
        window.pinged();
        link.ping();
    }

    /** Pings again. A service that sends messages and has left the last ping unanswered does not answer pings at all. */
    private void pingAgain() {
        if (!window.isPinged()) {
            ping();
        } else if (loop.nanoTime() - pingedAt >= settings.keepAliveInterval().toNanos()) {
            window.giveUp();
            whenWritable.run();
            link.ping();
        }
    }

    /** From now on each chunk is split into several messages. */
    void splitChunks() {
        writer.splitChunks();
    }

    /** Commits everything sent so far, after as much silence as the service needs to accept the commit, and as may be sent. */
    void sendCommit() {
        int padding = (int) Math.min(format.samples(ledger.padding()), limit.left(format));
        limit.sent(padding, format);
        ledger.commitSent();
        clock.paddingSent(padding);
        writer.commit(Slice.of(format.silence(padding)));
    }

    /** Runs this whenever more audio may be sent: the socket has room again, or the other side has read more. */
    void whenWritable(Runnable action) {
        whenWritable = action;
    }

    /** Whether the socket and the other side keep up. */
    boolean isWritable() {
        return writer.isKeepingUp() && window.isOpen();
    }

    /** What the service is told on this connection. */
    ConnectionHints hints() {
        return hints;
    }

    /** Turns times of this connection into times of the source. */
    SourceClock clock() {
        return clock;
    }

    /** The commits of this connection, and what their answers mean. */
    CommitLedger ledger() {
        return ledger;
    }

    /** The transcripts that come on this connection. */
    Transcripts transcripts() {
        return transcripts;
    }

    void close() {
        writer.stop();
        liveness.stop();
        link.close(1000, "");
    }

    /** Drops the connection: sends nothing more, and ignores what still comes. */
    void abandon() {
        if (!abandoned) {
            abandoned = true;
            inbox.close();
            writer.stop();
            transcripts.stop();
            ledger.stop();
            liveness.stop();
            if (link != null) {
                leave(link);
            } else if (opening != null) {
                opening.cancel(false);
            }
            extraPlace.run();
        }
    }

    /** Closes at once, but with a close frame, so that a service that still reads sees no network fault. */
    private static void leave(Transport.Link link) {
        link.close(1000, "");
        link.abort();
    }

    @Override
    public void onText(String text) {
        inbox.add(text.length(), () -> {
            liveness.received();
            on(ProtocolCodec.decode(text));
        });
    }

    @Override
    public void onPong() {
        inbox.add(0, () -> {
            liveness.ponged();
            window.ponged();
            pingIfDue();
            whenWritable.run();
        });
    }

    @Override
    public void onWritable() {
        inbox.add(0, () -> whenWritable.run());
    }

    @Override
    public void onClosed(int code, String reason) {
        inbox.add(0, () -> gone(failed == null ? SessionFailure.ofClose(code, reason) : failed));
    }

    @Override
    public void onLost(Throwable cause) {
        inbox.add(0, () -> gone(SessionFailure.of(ErrorCode.CONNECTION_LOST, cause)));
    }

    private void gone(SessionFailure failure) {
        if (!abandoned) {
            abandon();
            events.onGone(this, failure);
        }
    }

    private void on(ServerEvent event) {
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} received {}", sessionId, Printable.of(event.toString()));
        }
        if (event instanceof Partial partial) {
            transcripts.received(partial);
        } else if (event instanceof Answer answer) {
            transcripts.received(answer);
        } else if (event instanceof SessionStarted started) {
            onStarted(started);
        } else if (event instanceof Failed error) {
            onFailed(error);
        } else {
            others.received(event);
        }
    }

    private void onStarted(SessionStarted started) {
        if (LOG.isDebugEnabled()) {
            String config = Printable.message(started.config().toString());
            LOG.debug("{} started as {}: {}", sessionId, started.sessionId(), config);
        }
        ConfigEcho.differences(address, started.config()).forEach(observer::onDifference);
        ledger.follow(settings.commitStrategy().inForce(ConfigEcho.commitStrategies(started.config())));
        ready = true;
        startWhenOpen();
    }

    private void onFailed(Failed error) {
        if (error.code().verdict() != Verdict.CARRY_ON) {
            failed = SessionFailure.of(error);
        }
        events.onFailed(this, error);
    }

    /** If no message at all has come since, the service is not late with a twin: it has stalled. */
    private void onTwinMissing() {
        boolean silent = liveness.silence().compareTo(TwinPairing.TWIN_WAIT.minus(TWIN_TOGETHER)) >= 0;
        boolean replay = silent && segments.isReplayBetter();
        if (silent) {
            segments.twinMissed();
        }
        if (replay) {
            gone(SessionFailure.of(ErrorCode.STALLED, "nothing was heard after half of an answer"));
        } else {
            transcripts.deliver();
        }
    }
}
