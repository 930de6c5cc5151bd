package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.transport.TransportSettings;
import io.github.camelelevenlabs.stt.transport.Transports;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.IOHelper;

/**
 * Routes the transcripts of a name. While it is suspended they wait, and with them their sources. On shutdown it stops
 * after the sessions of its name, so that their last transcripts are still routed. With an {@code audioUrl} it also feeds
 * its name: that begins when the context has started, so that no other consumer of the name misses anything, and pauses,
 * with its stream closed, while the consumer is suspended.
 */
public class ElevenLabsSttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();
    private OutputFormat outputFormat;
    /** From the start on; kept after the stop, to be looked at. */
    private volatile TranscriptTopic topic;

    private Optional<UrlFeed> feed = Optional.empty();
    private Transports.Lease client;

    public ElevenLabsSttConsumer(ElevenLabsSttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public ElevenLabsSttEndpoint getEndpoint() {
        return (ElevenLabsSttEndpoint) super.getEndpoint();
    }

    OutputFormat outputFormat() {
        return outputFormat;
    }

    /** Whether transcripts have to wait. */
    boolean isHeld() {
        return isSuspending() || isSuspended();
    }

    Delivery open(Delivery delivery) {
        deliveries.add(delivery);
        return delivery;
    }

    void close(Delivery delivery) {
        deliveries.remove(delivery);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        outputFormat = OutputFormat.named(
                "outputFormat", getEndpoint().getConfiguration().getOutputFormat());
        setHealthCheck(healthCheck());
        if (getEndpoint().getConfiguration().getAudioUrl() != null) {
            TransportSettings transport = getEndpoint().transport();
            client = getEndpoint().sessions().transports().lease(transport);
            feed = Optional.of(new UrlFeed(this, transport));
        }
        topic = getEndpoint().getComponent().topics().use(getEndpoint().getName(), this);
        topic.subscribe(this);
        if (feed.isPresent()) {
            getEndpoint().getCamelContext().addStartupListener((context, alreadyStarted) -> startFeed());
        }
    }

    private ElevenLabsSttHealthCheck healthCheck() {
        ElevenLabsSttHealthCheck check = new ElevenLabsSttHealthCheck(
                getEndpoint(), "elevenlabs-stt:" + getRouteId(), () -> feed.flatMap(UrlFeed::outage));
        check.setCamelContext(getEndpoint().getCamelContext());
        check.setEnabled(getEndpoint().getComponent().isHealthCheckConsumerEnabled());
        return check;
    }

    private void startFeed() {
        if (isRunAllowed() && !isHeld()) {
            feed.ifPresent(UrlFeed::start);
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        feed.ifPresent(UrlFeed::end);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        deliveries.forEach(Delivery::proceed);
        feed.ifPresent(UrlFeed::start);
    }

    @Override
    protected void doStop() throws Exception {
        feed.ifPresent(UrlFeed::end);
        if (topic != null) {
            topic.unsubscribe(this);
            getEndpoint().getComponent().topics().leave(getEndpoint().getName(), this);
        }
        deliveries.forEach(Delivery::stop);
        IOHelper.close(client);
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        feed.ifPresent(UrlFeed::end);
        if (isContextStopping()) {
            topic.streams().end();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return isContextStopping()
                ? topic.running()
                : deliveries.stream().mapToInt(Delivery::pending).sum() + feedPending();
    }

    /** The last transcripts of the feed that was ended have not come yet. */
    private int feedPending() {
        return feed.filter(UrlFeed::isRunning).isPresent() ? 1 : 0;
    }

    private boolean isContextStopping() {
        return getEndpoint().getCamelContext().isStopping();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // What there is to prepare was done when the shutdown was deferred.
    }
}
