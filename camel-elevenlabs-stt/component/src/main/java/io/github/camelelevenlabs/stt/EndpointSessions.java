package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.delivery.Failures;
import io.github.camelelevenlabs.stt.delivery.Journal;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.TranscriptExchanges;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.feed.DeferredChanges;
import io.github.camelelevenlabs.stt.feed.PlannedSession;
import io.github.camelelevenlabs.stt.feed.SessionOpener;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.HlsPosition;
import io.github.camelelevenlabs.stt.fetch.Reach;
import io.github.camelelevenlabs.stt.fetch.UrlFetcher;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.PermitsInUse;
import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.TlsParameters;
import io.github.camelelevenlabs.stt.transport.TransportSettings;
import io.github.camelelevenlabs.stt.transport.Transports;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;

/**
 * Opens the sessions of one producer or consumer, by the options of the endpoint. Holds a lease of their HTTP client, from the start
 * of its owner to the stop. Safe for use by many threads.
 */
final class EndpointSessions implements SessionOpener, Closeable {

    /** How long a transcript of one channel waits for earlier ones of the others: long for a recording, whose order counts more. */
    private static final Duration RECORDING_CHANNEL_WAIT = Duration.ofSeconds(10);

    /** The same for live audio, where somebody may read along. */
    private static final Duration STREAM_CHANNEL_WAIT = Duration.ofSeconds(2);

    private final String name;
    private final ElevenLabsSttConfiguration options;
    private final Supplier<Sessions> shared;
    private final TranscriptTopics topics;
    private final Optional<SessionPermits> permits;
    private final PermitsInUse permitsInUse;
    private final Notices notices;
    private final RepositoryKeys keys;
    private final TransportSettings transport;
    private final Transports.Lease client;

    /**
     * @param shared  gives the resources of the component, which are new after each start of it
     * @param context creates the TLS contexts
     * @throws ElevenLabsSttException when there is neither an API key nor a token
     * @throws IllegalArgumentException when the TLS settings are invalid
     */
    EndpointSessions(
            String name,
            ElevenLabsSttConfiguration options,
            Supplier<Sessions> shared,
            TranscriptTopics topics,
            PermitsInUse permitsInUse,
            Notices notices,
            CamelContext context)
            throws ElevenLabsSttException {
        this.name = name;
        this.options = options;
        this.shared = shared;
        this.topics = topics;
        this.permits = Optional.ofNullable(options.getSessionPermits());
        this.permitsInUse = permitsInUse;
        this.notices = notices;
        this.keys = new RepositoryKeys(name, options, notices, context);
        if (options.getToken() == null
                && (options.getApiKey() == null || options.getApiKey().isBlank())) {
            throw new ElevenLabsSttException(
                    ErrorCode.AUTH_ERROR,
                    "apiKey is missing: set the option apiKey or token, or the environment variable ELEVENLABS_API_KEY",
                    null);
        }
        this.transport = new TransportSettings(
                Duration.ofMillis(options.getConnectTimeout()),
                Optional.ofNullable(options.getSslContextParameters())
                        .map(parameters -> new TlsParameters(parameters, context)),
                Optional.ofNullable(options.getProxyHost())
                        .map(host -> new TransportSettings.Proxy(
                                host,
                                options.getProxyPort(),
                                options.getProxyAuthUsername(),
                                options.getProxyAuthPassword())));
        this.client = sessions().transports().lease(transport);
        permits.ifPresent(permitsInUse::begin);
    }

    private Sessions sessions() {
        return shared.get();
    }

    @Override
    public CompletionStage<PlannedSession> plan(Message opening, String sessionKey, Awaited awaited) {
        boolean recording = sessionKey == null && awaited != Awaited.NEVER;
        SessionPlan plan = SessionPlan.of(options, opening, topics.look(name).wantsTimestamps(), recording);
        Optional<String> key = recording
                ? keys.ofRecording(opening)
                : Optional.ofNullable(sessionKey).flatMap(keys::ofStream);
        if (key.isEmpty()) {
            return CompletableFuture.completedFuture(planned(plan, opening, sessionKey, awaited, Optional.empty()));
        }
        return sessions()
                .journals()
                .open(options.getSessionRepository(), key.get(), plan.settings().transcriptTimeout())
                .thenApply(journal ->
                        planned(plan.resuming(journal.kept()), opening, sessionKey, awaited, Optional.of(journal)));
    }

    private PlannedSession planned(
            SessionPlan plan, Message opening, String sessionKey, Awaited awaited, Optional<Journal> journal) {
        String id = journal.flatMap(open -> open.kept().sessionId()).orElseGet(this::nextId);
        journal.ifPresent(open -> open.begin(id));
        Decoding decoding = sessions().decoding(plan, options, notice -> notices.audio(id, notice));
        Transcription transcription = new Transcription(
                id,
                name,
                topics,
                new TranscriptExchanges(id, sessionKey, opening),
                awaited,
                routes(),
                notices,
                failures(),
                journal);
        boolean recording = sessionKey == null && awaited != Awaited.NEVER;
        Duration channelWait = recording ? RECORDING_CHANNEL_WAIT : STREAM_CHANNEL_WAIT;
        DeferredChanges changes = new DeferredChanges();
        return new PlannedSession(
                transcription,
                plan.hint(),
                decoding,
                plan.output(),
                sessions().mostSessions(plan.settings().maxSessions(), permits),
                sessions().recordings(),
                changes,
                source -> sessions().open(transcription, plan, changes, transport, permits, source, channelWait));
    }

    /**
     * Fetches the audioUrl. The route's author may choose a private host; a redirect or a playlist may not.
     *
     * @param position where to continue
     */
    Fetch fetchAudioUrl(HlsPosition position) {
        return urls().fetch(
                        OptionChecks.audioUrl("audioUrl", options.getAudioUrl()),
                        options.isAllowPrivateUrls() ? Reach.ANYWHERE : Reach.OWN_HOST,
                        position);
    }

    @Override
    public Fetch fetch(WebUrl url) {
        return urls().fetch(url, options.isAllowPrivateUrls() ? Reach.ANYWHERE : Reach.PUBLIC);
    }

    private UrlFetcher urls() {
        return sessions().urls(Duration.ofMillis(options.getUrlTimeout()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TranscriptTopics topics() {
        return topics;
    }

    @Override
    public OutputFormat output(Message message) {
        return SessionPlan.output(options, message);
    }

    @Override
    public boolean waitsForTranscript() {
        return options.isWaitForTranscript();
    }

    @Override
    public boolean acknowledgesRouted() {
        return options.getAcknowledge().equals("routed");
    }

    @Override
    public boolean keepsSessions() {
        return options.getSessionRepository() != null;
    }

    @Override
    public Duration sessionIdleTimeout() {
        return Duration.ofMillis(options.getSessionIdleTimeout());
    }

    @Override
    public String nextId() {
        return sessions().nextId();
    }

    @Override
    public Executor routes() {
        return sessions().routes();
    }

    @Override
    public SessionLoop timer() {
        return sessions().timer();
    }

    @Override
    public Failures failures() {
        return SttFailures.INSTANCE;
    }

    @Override
    public void close() {
        permits.ifPresent(permitsInUse::end);
        client.close();
    }
}
