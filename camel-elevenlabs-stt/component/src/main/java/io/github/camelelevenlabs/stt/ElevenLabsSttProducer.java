package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.feed.Recordings;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttHealthCheck;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.IOHelper;

/**
 * Sends the audio of messages to the service. An exchange waits for its transcript without a thread. {@link #process} blocks only
 * while too many messages of a stream wait.
 */
public class ElevenLabsSttProducer extends DefaultAsyncProducer {

    private Optional<Expression> sessionKey = Optional.empty();
    private EndpointSessions sessions;
    private boolean occasional;
    private Optional<WritableHealthCheckRepository> healthChecks = Optional.empty();
    private ElevenLabsSttHealthCheck healthCheck;

    public ElevenLabsSttProducer(ElevenLabsSttEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public ElevenLabsSttEndpoint getEndpoint() {
        return (ElevenLabsSttEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ElevenLabsSttConfiguration options = getEndpoint().getConfiguration();
        sessionKey = Optional.ofNullable(options.getSessionKey())
                .map(getEndpoint().getCamelContext().resolveLanguage("simple")::createExpression);
        sessionKey.ifPresent(key -> key.init(getEndpoint().getCamelContext()));
        sessions = getEndpoint().openSessions();
        // Camel caches a producer that it made for one message; the name of that message may never come again.
        occasional = !getEndpoint()
                .getCamelContext()
                .getEndpointRegistry()
                .isStatic(getEndpoint().getEndpointUri());
        if (occasional) {
            topics().useOccasionally(name(), this);
        } else {
            topics().use(name(), this);
        }
        healthCheck = getEndpoint()
                .healthCheck("producer:elevenlabs-stt-" + getEndpoint().getId(), Optional::empty);
        healthCheck.setEnabled(getEndpoint().getComponent().isHealthCheckProducerEnabled());
        healthChecks = Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class));
        healthChecks.ifPresent(checks -> checks.addHealthCheck(healthCheck));
    }

    @Override
    protected void doStop() throws Exception {
        healthChecks.ifPresent(checks -> checks.removeHealthCheck(healthCheck));
        topics().leave(name(), this);
        if (!topics().isUsedBy(name(), ElevenLabsSttProducer.class)) {
            endStreams();
        }
        IOHelper.close(sessions);
        super.doStop();
    }

    /**
     * The last producer of the name has stopped: ends the streams whose routes have stopped too. A stream whose route still runs
     * continues: Camel starts and stops the producers of endpoints made on the fly, and the next message gets a new producer.
     */
    private void endStreams() {
        CamelContext context = getEndpoint().getCamelContext();
        if (context.isStopping() || context.isStopped()) {
            getEndpoint().endStreams();
        } else {
            getEndpoint().getComponent().streams().endFedOnlyBy(name(), route -> !isAlive(context, route));
        }
    }

    /** Camel stops the consumer and the producers of a route before it reports that the route has stopped. */
    private static boolean isAlive(CamelContext context, String routeId) {
        Route route = context.getRoute(routeId);
        ServiceStatus status = context.getRouteController().getRouteStatus(routeId);
        if (route == null || status == null || status.isStopping() || status.isStopped()) {
            return false;
        }
        return !(route.getConsumer() instanceof StatefulService input && (input.isStopping() || input.isStopped()));
    }

    private TranscriptTopics topics() {
        return getEndpoint().getComponent().topics();
    }

    private String name() {
        return getEndpoint().getName();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        PendingReply reply = new PendingReply(exchange, callback);
        try {
            getEndpoint().getComponent().sessions().expect(reply);
            // Keeps the name until the session uses it, also when this producer is stopped meanwhile.
            topics().use(name(), reply);
            useAgain();
            String key = key(exchange);
            if (key == null) {
                Recordings.transcribe(sessions, getEndpoint().getComponent().liveSources(), exchange, reply);
            } else {
                getEndpoint().getComponent().streams().feed(sessions, key, exchange, reply);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reply.refused(new ElevenLabsSttException(
                    ErrorCode.STOPPED, "interrupted while the message waited for room in its stream", e));
        } catch (Throwable e) {
            return reply.refused(SttFailures.INSTANCE.of(e));
        } finally {
            topics().leave(name(), reply);
        }
    }

    private void useAgain() {
        if (occasional) {
            topics().useOccasionally(name(), this);
            if (!isRunAllowed()) {
                topics().leave(name(), this);
            }
        }
    }

    /** The session key of a message; null when the message is a recording of its own. */
    private String key(Exchange exchange) {
        String header = exchange.getIn().getHeader(ElevenLabsSttConstants.SESSION_KEY, String.class);
        if (header != null && !header.isBlank() || sessionKey.isEmpty()) {
            return header == null || header.isBlank() ? null : header;
        }
        String key;
        try {
            key = sessionKey.get().evaluate(exchange, String.class);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "sessionKey=" + getEndpoint().getConfiguration().getSessionKey()
                            + " cannot be evaluated for this message: " + e.getMessage(),
                    e);
        }
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    "sessionKey=" + getEndpoint().getConfiguration().getSessionKey()
                            + " gave no key for this message; every message of a stream needs one");
        }
        return key;
    }
}
