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
 * Routes the transcripts of a name. While it is suspended, transcripts wait, and so do the sources of their audio. On shutdown it
 * stops after the sessions of its name, so that their last transcripts are routed. With {@code audioUrl} it also reads that URL: from
 * the start of the CamelContext on, so that every consumer of the name gets all transcripts, and not while it is suspended.
 */
public class ElevenLabsSttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    /** The same object after a stop and a start, so that sessions that continue recognise it. */
    private Subscriber subscriber;
    /** Null before the first start; kept after a stop, for its counts. */
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
        subscriber.setWishes(new Subscriber.Wishes(
                format,
                options.isIncludeTimestamps() || format.needsWordTimes(),
                options.isIncludePartials(),
                options.isIncludeSessionEvents()));
        setHealthCheck(healthCheck());
        if (options.getAudioUrl() != null) {
            sessions = getEndpoint().openSessions();
            feed = Optional.of(new UrlFeed(this, sessions, reading(options)));
            feed.ifPresent(getEndpoint().getComponent().liveSources()::add);
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
        if (isRunAllowed() && !subscriber.isSuspended()) {
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
        feed.ifPresent(getEndpoint().getComponent().liveSources()::remove);
        if (topic != null) {
            topic.unsubscribe(subscriber);
            getEndpoint().getComponent().topics().leave(getEndpoint().getName(), this);
        }
        // Camel also stops consumers that it never started, as when another route failed to start.
        if (subscriber != null) {
            subscriber.stop();
        }
        IOHelper.close(sessions);
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        feed.ifPresent(UrlFeed::end);
        if (isContextStopping()) {
            getEndpoint().endStreams();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        if (topic == null) {
            return 0;
        } else if (isContextStopping()) {
            return topic.observed().running();
        }
        // While the session of the audioUrl runs, more transcripts may come.
        return subscriber.pending() + (feed.filter(UrlFeed::isRunning).isPresent() ? 1 : 0);
    }

    private boolean isContextStopping() {
        return getEndpoint().getCamelContext().isStopping();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // deferShutdown() has done this already.
    }
}
