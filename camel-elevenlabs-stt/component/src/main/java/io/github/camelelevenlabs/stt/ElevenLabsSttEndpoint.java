package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.TranscriptPollingConsumer;
import io.github.camelelevenlabs.stt.feed.HeaderChange;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttHealthCheck;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.ObservedEndpoint;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.observe.SessionTable;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.session.Hints;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.openmbean.TabularData;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Transcribe speech in realtime with ElevenLabs Scribe: audio in, one exchange per committed transcript out. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "elevenlabs-stt",
        title = "ElevenLabs Speech to Text",
        syntax = "elevenlabs-stt:name",
        category = {Category.AI},
        headersClass = ElevenLabsSttConstants.class)
@ManagedResource(description = "Transcribes speech; shows the sessions of a name, whichever endpoint of it feeds them")
public class ElevenLabsSttEndpoint extends DefaultEndpoint
        implements AsyncEndpoint, MultipleConsumersSupport, ObservedEndpoint {

    /** The number of transcripts that wait for a poll, unless the endpoint sets another one. */
    private static final int DEFAULT_POLL_QUEUE_SIZE = 1_000;

    @UriPath(
            description =
                    "Connects producers and consumers: every consumer of a name gets the transcripts of all audio that is"
                            + " sent to that name.")
    @Metadata(required = true)
    private final String name;

    @UriParam
    private final ElevenLabsSttConfiguration configuration;

    private final Notices notices = new Notices();

    ElevenLabsSttEndpoint(
            String uri, ElevenLabsSttComponent component, String name, ElevenLabsSttConfiguration configuration) {
        super(uri, component);
        this.name = name;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (configuration.getAudioUrl() != null) {
            throw new IllegalArgumentException("audioUrl feeds from(\"elevenlabs-stt:" + Printable.of(name)
                    + "?audioUrl=...\"); to(...) takes its audio, or a URL of it, from the message's body");
        }
        return new ElevenLabsSttProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ElevenLabsSttConsumer consumer = new ElevenLabsSttConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        // Always bounded: a consumer that is polled once would otherwise collect transcripts for ever.
        int capacity = getPollingConsumerQueueSize() > 0 ? getPollingConsumerQueueSize() : DEFAULT_POLL_QUEUE_SIZE;
        TranscriptPollingConsumer consumer = new TranscriptPollingConsumer(this, capacity);
        consumer.setBlockWhenFull(isPollingConsumerBlockWhenFull());
        consumer.setBlockTimeout(getPollingConsumerBlockTimeout());
        consumer.setCopy(isPollingConsumerCopy());
        return consumer;
    }

    /** Every consumer of a name gets every transcript. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public ElevenLabsSttComponent getComponent() {
        return (ElevenLabsSttComponent) super.getComponent();
    }

    private ObservedName observed() {
        return getComponent().observedName(name);
    }

    /** @param outage why audioUrl is not read now; empty when it is, or when there is none */
    ElevenLabsSttHealthCheck healthCheck(String id, Supplier<Optional<SessionFailure>> outage) {
        return new ElevenLabsSttHealthCheck(id, toString(), this::observed, outage);
    }

    /**
     * Opens sessions for a producer or a consumer, from its start to its stop.
     *
     * @throws ElevenLabsSttException when there is neither an API key nor a token
     */
    EndpointSessions openSessions() throws ElevenLabsSttException {
        return new EndpointSessions(
                name,
                configuration,
                getComponent()::sessions,
                getComponent().topics(),
                getComponent().permits(),
                notices,
                getCamelContext());
    }

    @Override
    public String getName() {
        return name;
    }

    public ElevenLabsSttConfiguration getConfiguration() {
        return configuration;
    }

    @ManagedAttribute(description = "Sessions that run now")
    public int getSessionsLive() {
        return observed().running();
    }

    @ManagedAttribute(description = "Sessions that wait to reach the service again")
    public long getSessionsBackingOff() {
        return observed().backingOff();
    }

    @ManagedAttribute(description = "Sessions that the service has started")
    public long getSessionsStarted() {
        return observed().totals().getSessionsStarted();
    }

    @ManagedAttribute(description = "Sessions that have failed")
    public long getSessionsFailed() {
        return observed().totals().getSessionsFailed();
    }

    @ManagedAttribute(description = "Sessions that went on with what the session repository had kept")
    public long getSessionsResumed() {
        return observed().totals().getSessionsResumed();
    }

    @ManagedAttribute(description = "Sessions that another process has taken over")
    public long getSessionsSuperseded() {
        return observed().totals().getSessionsSuperseded();
    }

    @ManagedAttribute(description = "Transcripts that the session repository had kept and that were routed again")
    public long getSegmentsRerouted() {
        return observed().totals().getSegmentsRerouted();
    }

    @ManagedAttribute(description = "Committed transcripts")
    public long getSegments() {
        return observed().totals().getSegments();
    }

    @ManagedAttribute(description = "Connections that were lost and replaced")
    public long getReconnects() {
        return observed().totals().getReconnects();
    }

    @ManagedAttribute(description = "Seconds of audio sent, including replays and padding: the billed audio")
    public double getSecondsSent() {
        return observed().totals().getAudioSentMillis() / 1000.0;
    }

    @ManagedAttribute(description = "Seconds of audio sent again after a lost connection")
    public double getSecondsReplayed() {
        return observed().totals().getAudioReplayedMillis() / 1000.0;
    }

    @ManagedAttribute(
            description = "Mean time from a commit to its answer, in milliseconds; -1 before the first answer")
    public long getCommitLatency() {
        UsageTotals totals = observed().totals();
        long commits = totals.getCommitsAnswered();
        return commits == 0 ? -1 : totals.getCommitLatencyMillis() / commits;
    }

    @ManagedAttribute(description = "The last failure of a connection or a session; null when there was none")
    public String getLastError() {
        return observed()
                .lastFailure()
                .map(why -> why.type() + ": " + why.detail())
                .orElse(null);
    }

    @ManagedAttribute(description = "Session permits that this instance holds for all names; 0 without sessionPermits")
    public int getPermitsHeld() {
        SessionPermits permits = configuration.getSessionPermits();
        return permits == null ? 0 : permits.held();
    }

    @ManagedAttribute(description = "Sessions of all names of this instance that wait for session permits")
    public int getPermitsWaitedFor() {
        SessionPermits permits = configuration.getSessionPermits();
        return permits == null ? 0 : permits.waiting();
    }

    @ManagedOperation(description = "The sessions that run now, one per row")
    public TabularData listSessions() {
        return SessionTable.of(observed().snapshots());
    }

    @ManagedOperation(
            description =
                    "Ends all stream sessions of this name. Audio that was sent is transcribed; the next message with"
                            + " the same key begins a new session")
    public void endStreams() {
        getComponent().streams().end(name);
    }

    /**
     * Changes the keyterms of the sessions that read an audioUrl of this name, from their next connections on. These are made for it, and
     * take over in the next pause. The change lasts until the route of the audioUrl is started again.
     *
     * @param keyterms text with commas between the terms; blank for none
     * @return the number of routes with an audioUrl of this name
     * @throws IllegalArgumentException when a term is too long, or there are too many
     */
    @ManagedOperation(
            description =
                    "Changes the keyterms of the sessions that read an audioUrl of this name, from the next pause on."
                            + " Commas part the terms, blank is for none. Returns the number of routes with such an audioUrl")
    public int changeKeyterms(String keyterms) {
        return changeLive(HeaderChange.keyterms("keyterms", keyterms));
    }

    /** Changes the language, see {@link #changeKeyterms}. @param languageCode ISO 639-1 or 639-3 */
    @ManagedOperation(
            description =
                    "Changes the language of the sessions that read an audioUrl of this name, from the next pause on."
                            + " A code of ISO 639-1 or 639-3. Returns the number of routes with such an audioUrl")
    public int changeLanguageCode(String languageCode) {
        return changeLive(HeaderChange.language("languageCode", languageCode));
    }

    /** Changes the text before, as context for the words to come, see {@link #changeKeyterms}. @param text blank changes nothing */
    @ManagedOperation(
            description =
                    "Gives the sessions that read an audioUrl of this name a text as context for the words to come,"
                            + " from the next pause on. Returns the number of routes with such an audioUrl")
    public int changePreviousText(String text) {
        return changeLive(HeaderChange.previousText(text));
    }

    private int changeLive(Hints.Change change) {
        return getComponent().liveSources().change(name, change);
    }

    @Override
    public String getServiceUrl() {
        return configuration.getBaseUrl();
    }

    @Override
    public String getServiceProtocol() {
        return "websocket";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of("model", configuration.getModelId());
    }
}
