package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.ChannelSplitter;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a recording's channels, as one conversation. Their segments come in the order of {@link ChannelOrder} and
 * are numbered together. If one session fails, all fail.
 *
 * <p>Owned by the loop that the sessions share: all fields are touched there only, save the list of sessions, which any
 * thread reads for snapshots. The public methods may be called from any thread and do not block.
 */
public final class ChannelSessions implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSessions.class);

    private final String id;
    private final SessionSettings settings;
    private final Transport transport;
    private final Admission gate;
    private final SessionLoop loop;
    private final SessionLoop guarded;
    private final AudioLimit limit;
    private final ChannelListener listener;
    private final Duration patience;
    private final PositionedSource source;
    private final ChannelSplitter splitter;

    private final List<SttSession> sessions = new CopyOnWriteArrayList<>();
    private final List<SessionEnd> ends = new ArrayList<>();
    private boolean announced;
    private final Deque<SttSession> undelivered = new ArrayDeque<>();
    private final ChannelCoverage coverage = new ChannelCoverage();
    private Duration covered = Duration.ZERO;
    private ChannelOrder order;
    /** What has changed before the channels were known. */
    private Hints.Change changed = Hints.Change.NONE;

    private int segments;
    private Optional<SessionFailure> failure = Optional.empty();
    private boolean ended;

    /**
     * @param source   of all channels; closed when this ends
     * @param loop     of all the sessions
     * @param limit    of all the sessions together
     * @param listener called on the loop
     * @param patience how long a segment waits for earlier ones of other channels
     */
    public ChannelSessions(
            String id,
            SessionSettings settings,
            AudioSource source,
            Transport transport,
            Admission gate,
            SessionLoop loop,
            AudioLimit limit,
            ChannelListener listener,
            Duration patience) {
        this.id = id;
        this.settings = settings;
        this.transport = transport;
        this.gate = gate;
        this.loop = loop;
        this.guarded = loop.guarded(this::onBug);
        this.limit = limit;
        this.listener = listener;
        this.patience = patience;
        this.source = new PositionedSource(source, settings.resumption(), new LateAudio(id, listener::comesAgain));
        this.splitter = new ChannelSplitter(this.source);
        this.segments = settings.resumption().nextIndex();
    }

    @Override
    public void start() {
        guarded.execute(this::open);
    }

    private void open() {
        if (ended) {
            return;
        }
        splitter.open()
                .whenComplete((channels, broken) -> guarded.execute(() -> {
                    if (broken != null) {
                        endUnopened(SessionFailure.ofSource(broken));
                    } else {
                        onOpened(channels);
                    }
                }));
    }

    private void onOpened(List<AudioSource> channels) {
        int places = gate.most(settings.maxSessions());
        if (ended) {
            return;
        }
        if (places > 0 && places < channels.size()) {
            endUnopened(SessionFailure.ofSource(new AudioException("the recording has " + channels.size()
                    + " channels to split, which need as many sessions at once, and "
                    + (places == settings.maxSessions() ? "maxConcurrentSessions=" : "the number of sessionPermits is ")
                    + places + "; raise it or use channels=mix")));
            return;
        }
        LOG.debug("{} has {} channels", id, channels.size());
        listener.onSourceOpened(new AudioSource.Opened(splitter.format(), channels.size()));
        order = new ChannelOrder(channels.size(), patience);
        ChannelGate together = new ChannelGate(gate, channels.size());
        for (AudioSource channel : channels) {
            int number = sessions.size();
            Resumption resumption = settings.resumption().ofChannel(number);
            coverage.add(resumption.covered());
            order.beginsAt(number, resumption.covered());
            sessions.add(new SttSession(
                    id + "/" + number,
                    settings.resuming(resumption, settings.previousText()),
                    channel,
                    transport,
                    together,
                    loop,
                    limit,
                    listener,
                    new Channel(number)));
        }
        sessions.forEach(session -> session.change(changed));
        sessions.forEach(SttSession::start);
    }

    private void endUnopened(SessionFailure why) {
        if (!ended) {
            ended = true;
            splitter.close();
            listener.onEnd(
                    SessionEnd.nothing(Optional.of(why), settings.resumption().covered()));
        }
    }

    @Override
    public void delivered() {
        guarded.execute(() -> undelivered.remove().delivered());
    }

    @Override
    public void change(Hints.Change change) {
        guarded.execute(() -> {
            changed = changed.then(change);
            sessions.forEach(session -> session.change(change));
        });
    }

    @Override
    public void abort(SessionFailure why) {
        guarded.execute(() -> {
            if (sessions.isEmpty()) {
                endUnopened(why);
            } else {
                sessions.forEach(session -> session.abort(why));
            }
        });
    }

    @Override
    public Duration position() {
        return source.position();
    }

    @Override
    public AudioLimit limit() {
        return limit;
    }

    @Override
    public List<SessionSnapshot> snapshots() {
        return sessions.stream()
                .flatMap(session -> session.snapshots().stream())
                .toList();
    }

    private void onBug(Throwable bug) {
        try {
            LOG.error("{} failed unexpectedly", id, Printable.cause(bug));
        } finally {
            abort(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug));
        }
    }

    private void release() {
        for (ChannelOrder.Held next : order.due(loop.nanoTime())) {
            Segment said = next.segment();
            undelivered.add(sessions.get(next.channel()));
            Duration through = coverage.goes(next.channel(), said);
            listener.onSegment(said.inChannel(segments++, next.channel()), coverage.least(), through);
        }
        if (coverage.least().compareTo(covered) > 0 && hasReachedStart() && listener.wantsCoverage()) {
            covered = coverage.least();
            listener.onCovered(covered);
        }
    }

    /** False while a recording may end before the position at which it is to be transcribed. */
    private boolean hasReachedStart() {
        Resumption where = settings.resumption();
        return !where.recording() || source.position().compareTo(where.covered()) >= 0;
    }

    private void onEnded(int channel, SessionEnd end) {
        ends.add(end);
        order.ended(channel);
        if (failure.isEmpty() && end.failure().isPresent()) {
            failure = end.failure().map(why -> inChannel(channel, why));
            if (!limit.isReached()) {
                sessions.forEach(session -> session.abort(failure.get()));
            }
        }
        try {
            release();
        } catch (Throwable bug) {
            LOG.error("{} failed unexpectedly", id, Printable.cause(bug));
            failure = failure.or(() -> Optional.of(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug)));
        }
        if (ends.size() == sessions.size()) {
            ended = true;
            listener.onEnd(new SessionEnd(
                    failure,
                    longest(SessionEnd::audioDuration),
                    sum(SessionEnd::audioSent),
                    sum(SessionEnd::audioReplayed),
                    ends.stream()
                            .map(SessionEnd::committedThrough)
                            .min(Duration::compareTo)
                            .orElseThrow(),
                    longest(SessionEnd::givenUp),
                    ends.stream().mapToInt(SessionEnd::reconnects).sum()));
        }
    }

    private Duration sum(Function<SessionEnd, Duration> part) {
        return ends.stream().map(part).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration longest(Function<SessionEnd, Duration> part) {
        return ends.stream().map(part).max(Duration::compareTo).orElseThrow();
    }

    private static SessionFailure inChannel(int channel, SessionFailure why) {
        return new SessionFailure(why.code(), why.type(), "channel " + channel + ": " + why.detail(), why.cause());
    }

    /** Takes the transcripts of one channel. Everything else goes to the listener, as it is. */
    private final class Channel implements SessionListener {
        private final int channel;

        private Channel(int channel) {
            this.channel = channel;
        }

        @Override
        public void onPartial(String text) {
            listener.onPartial(channel, text);
        }

        @Override
        public void onStarted() {
            if (!announced) {
                announced = true;
                listener.onStarted();
            }
        }

        @Override
        public void onSegment(Segment segment, Duration committedThrough) {
            coverage.holds(channel, segment, committedThrough);
            order.add(channel, segment, loop.nanoTime());
            guarded.schedule(patience, ChannelSessions.this::release);
            release();
        }

        @Override
        public boolean comesAgain() {
            return listener.comesAgain();
        }

        @Override
        public boolean wantsCoverage() {
            return true;
        }

        @Override
        public void onCovered(Duration through) {
            coverage.reached(channel, through);
            release();
        }

        @Override
        public void onEnd(SessionEnd end) {
            onEnded(channel, end);
        }
    }
}
