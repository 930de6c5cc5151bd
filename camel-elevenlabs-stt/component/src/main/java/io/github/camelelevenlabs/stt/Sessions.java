package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.delivery.Journals;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.feed.DeferredChanges;
import io.github.camelelevenlabs.stt.fetch.HostLookup;
import io.github.camelelevenlabs.stt.fetch.UrlFetcher;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.session.Admission;
import io.github.camelelevenlabs.stt.session.AudioLimit;
import io.github.camelelevenlabs.stt.session.ChannelSessions;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.PermittedGate;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionGate;
import io.github.camelelevenlabs.stt.session.SessionSettings;
import io.github.camelelevenlabs.stt.session.SttSession;
import io.github.camelelevenlabs.stt.threads.ElasticPool;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import io.github.camelelevenlabs.stt.transport.EventLoops;
import io.github.camelelevenlabs.stt.transport.TransportSettings;
import io.github.camelelevenlabs.stt.transport.Transports;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open sessions of a component, and what they share. Lives from the start of the component to its stop. Safe for many threads. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** The wait for aborted sessions and their routes. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** The number of such waits; another one begins only when the last one has reduced the number of sessions. */
    private static final int MAX_STOP_WAITS = 6;

    /** The wait for exchanges that fail because their sessions did not end in time. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    /** The number of fetchers that are kept for reuse. A running fetch needs no entry here: its reader closes it. */
    static final int MAX_FETCHERS = 16;

    private static final SessionFailure STOP =
            SessionFailure.of(ErrorCode.STOPPED, "the component was stopped while the session ran");

    private final CamelContext context;
    private final EventLoops loops;
    private final ElasticPool routes;
    private final ElasticPool reading;
    private final ElasticPool connecting;
    private final Journals journals;
    private final Ffmpeg ffmpeg;
    private final SessionGate gate = new SessionGate();
    private final SessionGate recordings = new SessionGate();
    /** Those that sessions have had; weak, since an endpoint may have permits of its own and be gone. */
    private final Set<SessionPermits> usedPermits =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Transports transports;
    /** By timeout, in the order of their last use. Guarded by {@link #fetching}. */
    private final Map<Duration, UrlFetcher> fetchers = new LinkedHashMap<>(MAX_FETCHERS, 0.75F, true);
    /** Not before the sessions have ended: a fetch that failed for it would be taken for the fault of its audio. */
    private boolean fetchersClosed;

    private final ReentrantLock fetching = new ReentrantLock();
    private final UnderWay<Conversation> live = new UnderWay<>();
    private final UnderWay<PendingReply> replies = new UnderWay<>();

    Sessions(CamelContext context, Object owner) {
        this.context = context;
        ThreadFactory threads = new CamelThreadFactory(
                context.getExecutorServiceManager().getThreadNamePattern(), "ElevenLabsSttLoop", true);
        this.loops = new EventLoops(Runtime.getRuntime().availableProcessors(), threads);
        this.routes = new ElasticPool(context, owner, "ElevenLabsSttRoute", loops.timer());
        this.reading = new ElasticPool(context, owner, "ElevenLabsSttAudio", loops.timer());
        this.connecting = new ElasticPool(context, owner, "ElevenLabsSttConnect", loops.timer());
        this.transports = new Transports(loops, connecting);
        this.journals = new Journals(routes, loops.timer(), SttFailures.INSTANCE);
        this.ffmpeg = new Ffmpeg(() -> loops.timer()::schedule);
    }

    /**
     * Waits for a reply, and sends it when this is closed before anybody else has.
     *
     * @throws ElevenLabsSttException when this is closed
     */
    void expect(PendingReply reply) throws ElevenLabsSttException {
        reply.onReplied(() -> replies.end(reply));
        if (!replies.begin(reply)) {
            throw stopped();
        }
    }

    private ElevenLabsSttException stopped() {
        return new ElevenLabsSttException(STOP, nextId(), new Transcript(List.of()), Duration.ZERO);
    }

    /**
     * Opens and starts the session of a transcription, or one for each channel.
     *
     * @param changes     of the session
     * @param permits     which the session needs
     * @param channelWait with channels=split: how long a transcript waits for earlier ones of the other channels
     */
    void open(
            Transcription transcription,
            SessionPlan plan,
            DeferredChanges changes,
            TransportSettings transport,
            Optional<SessionPermits> permits,
            AudioSource source,
            Duration channelWait) {
        String id = transcription.id();
        SessionSettings settings = plan.settings();
        Transports.Lease client = transports.lease(transport);
        SessionLoop loop = transcription.logged(loops.next());
        Admission admission = admission(permits);
        AudioLimit limit =
                new AudioLimit(plan.maxAudioDuration(), transcription.kept().sent());
        Conversation conversation = plan.channels() == ChannelMode.SPLIT
                ? new ChannelSessions(
                        id, settings, source, client.transport(), admission, loop, limit, transcription, channelWait)
                : new SttSession(
                        id, settings, source, client.transport(), admission, loop, limit, transcription, transcription);
        changes.open(conversation::change);
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

    Transports transports() {
        return transports;
    }

    /** A fetcher with this timeout. */
    UrlFetcher urls(Duration timeout) {
        UrlFetcher fetcher;
        fetching.lock();
        try {
            fetcher = fetchers.computeIfAbsent(
                    timeout, key -> new UrlFetcher(key, HostLookup.SYSTEM, this::alarm, loops::bootstrap, connecting));
            if (fetchers.size() > MAX_FETCHERS) {
                fetchers.remove(fetchers.keySet().iterator().next());
            }
            if (fetchersClosed) {
                quietly(fetcher);
            }
        } finally {
            fetching.unlock();
        }
        return fetcher;
    }

    /** The number of fetchers that are kept. */
    int fetchers() {
        fetching.lock();
        try {
            return fetchers.size();
        } finally {
            fetching.unlock();
        }
    }

    private Runnable alarm(Duration delay, Runnable action) {
        SessionLoop loop = loops.timer();
        SessionLoop.Timer timer = loop.schedule(delay, action);
        return () -> loop.execute(timer::cancel);
    }

    /** Admits sessions. @param permits which they need besides */
    private Admission admission(Optional<SessionPermits> permits) {
        permits.ifPresent(usedPermits::add);
        return permits.<Admission>map(needed -> new PermittedGate(gate, needed)).orElse(gate);
    }

    /** How many sessions may be open at most: the least of what may be open here and of what the permits allow; 0 for no limit. */
    int mostSessions(int here, Optional<SessionPermits> permits) {
        return admission(permits).most(here);
    }

    /** Admits recordings in files and behind URLs, so that only as many are open as there may be sessions. */
    Admission recordings() {
        return recordings;
    }

    String nextId() {
        return context.getUuidGenerator().generateUuid();
    }

    /** Opens sessions in the repositories of endpoints. */
    Journals journals() {
        return journals;
    }

    /** Runs routes, which may block. */
    Executor routes() {
        return routes;
    }

    /**
     * The settings for decoding the audio of a session.
     *
     * @param notices gets warnings about the audio
     */
    Decoding decoding(SessionPlan plan, ElevenLabsSttConfiguration options, Consumer<AudioNotice> notices) {
        return new Decoding(plan.channels(), reading, ffmpeg, options.getFfmpegPath(), notices, plan.track(), false);
    }

    /** An event loop, as a clock and for tasks that do not block. */
    SessionLoop timer() {
        return loops.timer();
    }

    /**
     * Aborts the sessions, waits for their ends, and releases all resources. No session begins any more, and no waiting one is
     * admitted. When this returns, every exchange has its reply, or a thread is about to send it. Blocks for at most half a minute.
     */
    void close() {
        replies.close();
        live.close();
        recordings.close();
        gate.close();
        live.forEach(session -> session.abort(STOP));
        try {
            awaitReplies();
            giveBackPermits();
            awaitRemovals();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        quietly(ffmpeg);
        transports.close();
        closeFetchers();
        quietly(loops);
        // Last, because tasks of the event loops hand work to these pools.
        quietly(routes);
        quietly(reading);
        quietly(connecting);
    }

    private void closeFetchers() {
        fetching.lock();
        try {
            fetchersClosed = true;
            fetchers.values().forEach(Sessions::quietly);
        } finally {
            fetching.unlock();
        }
    }

    private void awaitReplies() throws InterruptedException {
        try {
            if (awaitSessions() && replies.awaitNone(LAST_WAIT)) {
                return;
            }
            LOG.warn(
                    "{} sessions and {} exchanges have not come to an end in {} s; exchanges that wait for a session fail,"
                            + " routes that are stuck are left behind",
                    live.size(),
                    replies.size(),
                    STOP_WAIT.toSeconds());
        } finally {
            replies.forEach(reply -> routes.execute(() -> reply.failed(stopped())));
        }
        replies.awaitNone(LAST_WAIT);
    }

    /** The pool interrupts what it still does when it is closed. */
    private void awaitRemovals() throws InterruptedException {
        try {
            journals.close().toCompletableFuture().get(STOP_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException slow) {
            LOG.debug("The session repository has not removed all within {} s", STOP_WAIT.toSeconds(), slow);
        }
    }

    /** Otherwise they would be free only when their lease is over, since the process may end now. */
    private void giveBackPermits() throws InterruptedException {
        try {
            CompletableFuture.allOf(List.copyOf(usedPermits).stream()
                            .map(permits -> permits.giveBack().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .get(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("Session permits could not be given back in time", e);
        }
    }

    /** Waits as long as the number of sessions decreases. Returns whether all have ended. */
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
