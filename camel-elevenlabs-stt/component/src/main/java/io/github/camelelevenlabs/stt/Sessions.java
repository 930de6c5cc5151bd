package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.AudioNotice;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.ChannelMode;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.fetch.HostLookup;
import io.github.camelelevenlabs.stt.fetch.UrlFetcher;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.Admission;
import io.github.camelelevenlabs.stt.session.ChannelSessions;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionGate;
import io.github.camelelevenlabs.stt.session.SessionSettings;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SttSession;
import io.github.camelelevenlabs.stt.threads.ElasticPool;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import io.github.camelelevenlabs.stt.transport.EventLoops;
import io.github.camelelevenlabs.stt.transport.TransportSettings;
import io.github.camelelevenlabs.stt.transport.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live sessions of a component and what they share. From the component's start to its stop. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** For sessions that were told to end, and the routes that hear of it. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** So often that time at most, and only while there are fewer of them each time. */
    private static final int MAX_STOP_WAITS = 6;

    /** For what is told to exchanges whose sessions did not end in that time. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    /** What is being fetched does not need its fetcher's place here: it is ended by whoever reads it. */
    static final int MAX_FETCHERS = 16;

    private static final SessionFailure STOP =
            SessionFailure.of(ErrorCode.STOPPED, "the component was stopped while the session ran");

    private final CamelContext context;
    private final ThreadFactory threads;
    private final EventLoops loops;
    private final ElasticPool routes;
    private final ElasticPool reading;
    private final ElasticPool connecting;
    private final Ffmpeg ffmpeg;
    private final SessionGate gate = new SessionGate();
    private final SessionGate recordings = new SessionGate();
    private final Transports transports;
    /** By their timeouts, in the order of their last use. Guarded by their lock. */
    private final Map<Duration, UrlFetcher> fetchers = new LinkedHashMap<>(MAX_FETCHERS, 0.75F, true);

    private final ReentrantLock fetching = new ReentrantLock();
    private final UnderWay<Conversation> live = new UnderWay<>();
    private final UnderWay<PendingReply> owed = new UnderWay<>();

    Sessions(CamelContext context, Object owner) {
        this.context = context;
        this.threads = new CamelThreadFactory(
                context.getExecutorServiceManager().getThreadNamePattern(), "ElevenLabsSttLoop", true);
        this.loops = new EventLoops(Runtime.getRuntime().availableProcessors(), threads);
        this.routes = new ElasticPool(context, owner, "ElevenLabsSttRoute", loops.next());
        this.reading = new ElasticPool(context, owner, "ElevenLabsSttAudio", loops.next());
        this.connecting = new ElasticPool(context, owner, "ElevenLabsSttConnect", loops.next());
        this.transports = new Transports(loops, connecting);
        SessionLoop timer = loops.next();
        this.ffmpeg = new Ffmpeg(timer::schedule);
    }

    /**
     * Takes an answer along until it is given: at the latest when this is closed.
     *
     * @throws ElevenLabsSttException when this is closed
     */
    void owe(PendingReply answer) throws ElevenLabsSttException {
        answer.onGiven(() -> owed.end(answer));
        if (!owed.begin(answer)) {
            throw stopped();
        }
    }

    private ElevenLabsSttException stopped() {
        return new ElevenLabsSttException(STOP, nextId(), new Transcript(List.of()), Duration.ZERO);
    }

    /**
     * Opens a session for a transcription, or one for each channel, and starts it; the transcription hears all of it.
     *
     * @param patience with several channels: how long what one says waits for what another may have said before
     */
    void open(
            Transcription transcription,
            SessionPlan plan,
            TransportSettings transport,
            AudioSource source,
            Duration patience) {
        String id = transcription.id();
        SessionSettings settings = plan.settings();
        Transports.Lease client = transports.lease(transport);
        SessionLoop loop = transcription.logged(loops.next());
        Conversation conversation = plan.channels() == ChannelMode.SPLIT
                ? new ChannelSessions(id, settings, source, client.transport(), gate, loop, transcription, patience)
                : new SttSession(id, settings, source, client.transport(), gate, loop, transcription, transcription);
        AtomicBoolean over = new AtomicBoolean();
        transcription.start(conversation, () -> {
            over.set(true);
            live.end(conversation);
            client.close();
        });
        if (!live.begin(conversation)) {
            conversation.abort(STOP);
        } else if (over.get()) {
            live.end(conversation);
        }
    }

    /** What connections are made with. */
    Transports transports() {
        return transports;
    }

    /** What fetches URLs with this timeout. */
    UrlFetcher urls(Duration timeout) {
        UrlFetcher fetcher;
        fetching.lock();
        try {
            fetcher = fetchers.computeIfAbsent(timeout, key -> new UrlFetcher(key, HostLookup.SYSTEM, this::alarm));
            if (fetchers.size() > MAX_FETCHERS) {
                fetchers.remove(fetchers.keySet().iterator().next());
            }
        } finally {
            fetching.unlock();
        }
        if (live.isClosed()) {
            quietly(fetcher);
        }
        return fetcher;
    }

    /** How many fetchers are kept. */
    int fetchers() {
        fetching.lock();
        try {
            return fetchers.size();
        } finally {
            fetching.unlock();
        }
    }

    private Runnable alarm(Duration delay, Runnable action) {
        SessionLoop loop = loops.next();
        SessionLoop.Timer timer = loop.schedule(delay, action);
        return () -> loop.execute(timer::cancel);
    }

    /** Where recordings in files or behind URLs wait, which are not opened while as many are open as there may be sessions. */
    Admission recordings() {
        return recordings;
    }

    String nextId() {
        return context.getUuidGenerator().generateUuid();
    }

    /** Where routes run. */
    Executor routes() {
        return routes;
    }

    /**
     * How a recording is decoded.
     *
     * @param notices is told what is remarkable of it
     */
    Decoding decoding(SessionPlan plan, ElevenLabsSttConfiguration options, Consumer<AudioNotice> notices) {
        return new Decoding(plan.channels(), reading, ffmpeg, options.getFfmpegPath(), notices).of(plan.track());
    }

    /** A clock for what has to happen later and does not block. */
    SessionLoop timer() {
        return loops.next();
    }

    /** What can be seen of the sessions that live now. */
    List<SessionSnapshot> snapshots() {
        List<SessionSnapshot> snapshots = new ArrayList<>();
        live.forEach(session -> snapshots.addAll(session.snapshots()));
        return snapshots;
    }

    int open() {
        return gate.open();
    }

    /**
     * Ends what still runs, hears how it ended, and gives everything back. Nothing begins any more, and nobody who waits is let in.
     * Every exchange that came before has its answer, or is on its way to it, when this returns.
     */
    void close() {
        owed.close();
        live.close();
        recordings.close();
        gate.close();
        live.forEach(session -> session.abort(STOP));
        try {
            awaitAnswers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        quietly(ffmpeg);
        transports.close();
        closeFetchers();
        quietly(loops);
        // Last, since what is told on a loop is heard here.
        quietly(routes);
        quietly(reading);
        quietly(connecting);
    }

    private void closeFetchers() {
        fetching.lock();
        try {
            fetchers.values().forEach(Sessions::quietly);
        } finally {
            fetching.unlock();
        }
    }

    private void awaitAnswers() throws InterruptedException {
        try {
            if (awaitSessions() && owed.awaitNone(LAST_WAIT)) {
                return;
            }
            LOG.warn(
                    "{} sessions and {} exchanges have not come to an end in {} s; exchanges that wait for a session fail,"
                            + " routes that are stuck are left behind",
                    live.size(),
                    owed.size(),
                    STOP_WAIT.toSeconds());
        } finally {
            owed.forEach(answer -> routes.execute(() -> answer.failed(stopped())));
        }
        owed.awaitNone(LAST_WAIT);
    }

    /** Returns whether all have ended. While they do, however many there are, they are waited for. */
    private boolean awaitSessions() throws InterruptedException {
        int before;
        int rounds = 0;
        do {
            before = live.size();
            if (live.awaitNone(STOP_WAIT)) {
                return true;
            }
        } while (live.size() < before && ++rounds < MAX_STOP_WAITS);
        return false;
    }

    private static void quietly(AutoCloseable closed) {
        try {
            closed.close();
        } catch (Exception e) {
            LOG.debug("{} could not be closed", closed, e);
        }
    }
}
