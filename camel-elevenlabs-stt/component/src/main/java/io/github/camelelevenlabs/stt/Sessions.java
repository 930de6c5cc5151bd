package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.AudioNotice;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.ChannelMode;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.PcmFormat;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.UrlFetcher;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.AhcTransport;
import io.github.camelelevenlabs.stt.session.ChannelSessions;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.EventLoops;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionGate;
import io.github.camelelevenlabs.stt.session.SessionLoop;
import io.github.camelelevenlabs.stt.session.SessionSettings;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SttSession;
import io.github.camelelevenlabs.stt.session.TransportSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live sessions of a component and what they share. From the component's start to its stop. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final CamelContext context;
    private final ThreadFactory threads;
    private final EventLoops loops;
    private final ElasticPool routes;
    private final ElasticPool reading;
    private final Ffmpeg ffmpeg;
    private final SessionGate gate = new SessionGate();
    private final SessionGate recordings = new SessionGate();
    private final ConcurrentMap<TransportSettings, AhcTransport> transports = new ConcurrentHashMap<>();
    private final ConcurrentMap<Duration, UrlFetcher> fetchers = new ConcurrentHashMap<>();
    private final Set<Conversation> live = ConcurrentHashMap.newKeySet();
    private final Phaser running = new Phaser(1);

    Sessions(CamelContext context, Object owner) {
        this.context = context;
        this.threads = new CamelThreadFactory(
                context.getExecutorServiceManager().getThreadNamePattern(), "ElevenLabsSttLoop", true);
        this.loops = new EventLoops(Runtime.getRuntime().availableProcessors(), threads);
        this.routes = new ElasticPool(context, owner, "ElevenLabsSttRoute", loops.next());
        this.reading = new ElasticPool(context, owner, "ElevenLabsSttAudio", loops.next());
        SessionLoop timer = loops.next();
        this.ffmpeg = new Ffmpeg(timer::schedule);
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
        AhcTransport shared = transport(transport);
        SessionLoop loop = transcription.logged(loops.next());
        Conversation conversation = plan.channels() == ChannelMode.SPLIT
                ? new ChannelSessions(id, settings, source, shared, gate, loop, transcription, patience)
                : new SttSession(id, settings, source, shared, gate, loop, transcription);
        live.add(conversation);
        running.register();
        transcription.start(conversation, () -> {
            live.remove(conversation);
            running.arriveAndDeregister();
        });
    }

    private AhcTransport transport(TransportSettings settings) {
        return transports.computeIfAbsent(settings, key -> new AhcTransport(key, loops, threads, reading));
    }

    /** What fetches URLs with this timeout. */
    UrlFetcher urls(Duration timeout) {
        return fetchers.computeIfAbsent(timeout, UrlFetcher::new);
    }

    /** @param format what the audio is; empty to find out */
    UrlSource urlSource(Fetch fetch, Optional<PcmFormat> format, Decoding decoding) {
        return new UrlSource(fetch, format, decoding, loops.next()::nanoTime);
    }

    /**
     * A recording in a file or behind a URL, which is not opened while as many are open as there may be sessions.
     *
     * @param limit of sessions; 0 for no limit
     */
    AudioSource queued(AudioSource recording, int limit) {
        return new QueuedSource(recording, recordings, limit);
    }

    String nextId() {
        return context.getUuidGenerator().generateUuid();
    }

    /** Where routes run. */
    Executor routes() {
        return routes;
    }

    /** Where files and streams are read, names looked up and tokens fetched. */
    Executor reading() {
        return reading;
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
        return live.stream().flatMap(session -> session.snapshots().stream()).toList();
    }

    int open() {
        return gate.open();
    }

    /** Ends what still runs, hears how it ended, and gives everything back. */
    void close() {
        live.forEach(session ->
                session.abort(SessionFailure.of(ErrorCode.STOPPED, "the component was stopped while the session ran")));
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "{} sessions still have exchanges on routes after {} s; they are left behind",
                    live.size(),
                    STOP_WAIT.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ffmpeg.close();
        transports.values().forEach(IOHelper::close);
        fetchers.values().forEach(IOHelper::close);
        routes.shutdown();
        reading.shutdown();
        loops.close();
    }
}
