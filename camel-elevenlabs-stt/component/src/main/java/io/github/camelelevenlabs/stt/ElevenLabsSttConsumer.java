package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.Subscriber;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopic;
import io.github.camelelevenlabs.stt.feed.UrlFeed;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttHealthCheck;
import java.time.Duration;
import java.util.Optional;
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

    /** Made once, so that sessions that go on over a stop and a start know it again. */
    private Subscriber subscriber;
    /** From the start on; kept after the stop, to be looked at. */
    private volatile TranscriptTopic topic;

    private Optional<UrlFeed> feed = Optional.empty();
    private EndpointSessions sessions;

    public ElevenLabsSttConsumer(ElevenLabsSttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public ElevenLabsSttEndpoint getEndpoint() {
        return (ElevenLabsSttEndpoint) super.getEndpoint();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        subscriber = new Subscriber(this);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ElevenLabsSttConfiguration options = getEndpoint().getConfiguration();
        OutputFormat format = OutputFormat.named("outputFormat", options.getOutputFormat());
        subscriber.wants(new Subscriber.Wishes(
                format,
                options.isIncludeTimestamps() || format.needsWordTimes(),
                options.isIncludePartials(),
                options.isIncludeSessionEvents()));
        setHealthCheck(healthCheck());
        if (options.getAudioUrl() != null) {
            sessions = getEndpoint().openSessions();
            feed = Optional.of(new UrlFeed(this, sessions, reading(options)));
        }
        topic = getEndpoint().getComponent().topics().use(getEndpoint().getName(), this);
        topic.subscribe(subscriber);
        if (feed.isPresent()) {
            getEndpoint().getCamelContext().addStartupListener((context, alreadyStarted) -> startFeed());
        }
    }

    private UrlFeed.Reading reading(ElevenLabsSttConfiguration options) {
        return new UrlFeed.Reading(
                sessions::fetchAudioUrl,
                options.isRestartOnEnd(),
                Duration.ofMillis(options.getReconnectDelay()),
                Duration.ofMillis(options.getMaxReconnectDelay()));
    }

    private ElevenLabsSttHealthCheck healthCheck() {
        ElevenLabsSttHealthCheck check =
                getEndpoint().healthCheck("elevenlabs-stt:" + getRouteId(), () -> feed.flatMap(UrlFeed::outage));
        check.setCamelContext(getEndpoint().getCamelContext());
        check.setEnabled(getEndpoint().getComponent().isHealthCheckConsumerEnabled());
        return check;
    }

    private void startFeed() {
        if (isRunAllowed() && !subscriber.isHeld()) {
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
        subscriber.proceed();
        feed.ifPresent(UrlFeed::start);
    }

    @Override
    protected void doStop() throws Exception {
        feed.ifPresent(UrlFeed::end);
        if (topic != null) {
            topic.unsubscribe(subscriber);
            getEndpoint().getComponent().topics().leave(getEndpoint().getName(), this);
        }
        subscriber.stop();
        IOHelper.close(sessions);
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        feed.ifPresent(UrlFeed::end);
        if (isContextStopping()) {
            topic.endStreams();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return isContextStopping() ? topic.running() : subscriber.pending() + feedPending();
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
