package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.TranscriptPollingConsumer;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopic;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttHealthCheck;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.ObservedEndpoint;
import io.github.camelelevenlabs.stt.observe.SessionTable;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.openmbean.TabularData;
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
public class ElevenLabsSttEndpoint extends DefaultEndpoint implements MultipleConsumersSupport, ObservedEndpoint {

    /** That wait for whoever polls, unless another number is set. */
    private static final int POLLED_TRANSCRIPTS = 1_000;

    @UriPath(
            description =
                    "Joins producers and consumers: the transcripts of audio sent to a name come out of every consumer"
                            + " of that name.")
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
        // As many as Camel would keep; its "no limit" would be one for a consumer that is polled once.
        int capacity = getPollingConsumerQueueSize() > 0 ? getPollingConsumerQueueSize() : POLLED_TRANSCRIPTS;
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

    /** What there is to see of the name; who uses it asks {@link TranscriptTopics} for it. */
    TranscriptTopic topic() {
        return getComponent().topic(name);
    }

    /** @param outage of the audio that the owner of the check reads by itself */
    ElevenLabsSttHealthCheck healthCheck(String id, Supplier<Optional<Throwable>> outage) {
        return new ElevenLabsSttHealthCheck(id, toString(), this::topic, outage);
    }

    /**
     * What a producer or a consumer opens sessions by, from its start to its stop.
     *
     * @throws ElevenLabsSttException when there is nothing to identify oneself with
     */
    EndpointSessions openSessions() throws ElevenLabsSttException {
        return new EndpointSessions(
                name, configuration, this::sessions, getComponent().topics(), notices, getCamelContext());
    }

    Sessions sessions() {
        return getComponent().sessions();
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
        return topic().running();
    }

    @ManagedAttribute(description = "Sessions that wait to reach the service again")
    public long getSessionsBackingOff() {
        return topic().backingOff();
    }

    @ManagedAttribute(description = "Sessions that the service has started")
    public long getSessionsStarted() {
        return topic().totals().getSessionsStarted();
    }

    @ManagedAttribute(description = "Sessions that have failed")
    public long getSessionsFailed() {
        return topic().totals().getSessionsFailed();
    }

    @ManagedAttribute(description = "Committed transcripts")
    public long getSegments() {
        return topic().totals().getSegments();
    }

    @ManagedAttribute(description = "Connections that were lost and replaced")
    public long getReconnects() {
        return topic().totals().getReconnects();
    }

    @ManagedAttribute(description = "Seconds of audio sent, replays and padding included: what is billed")
    public double getSecondsSent() {
        return topic().totals().getAudioSentMillis() / 1000.0;
    }

    @ManagedAttribute(description = "Seconds of audio sent again after a lost connection")
    public double getSecondsReplayed() {
        return topic().totals().getAudioReplayedMillis() / 1000.0;
    }

    @ManagedAttribute(
            description = "Milliseconds from a commit of ours to its answer, in the mean; -1 before the first")
    public long getCommitLatency() {
        UsageTotals totals = topic().totals();
        long commits = totals.getCommitsAnswered();
        return commits == 0 ? -1 : totals.getCommitLatencyMillis() / commits;
    }

    @ManagedAttribute(description = "Why a connection or a session failed last; null while none has")
    public String getLastError() {
        return topic().lastFailure()
                .map(why -> why.type() + ": " + why.detail())
                .orElse(null);
    }

    @ManagedOperation(description = "The sessions that run now, one in a row")
    public TabularData listSessions() {
        return SessionTable.of(topic().snapshots());
    }

    @ManagedOperation(
            description =
                    "Ends all stream sessions of this name: what they were sent is transcribed, and the next message of"
                            + " their keys begins another")
    public void endStreams() {
        topic().endStreams();
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
