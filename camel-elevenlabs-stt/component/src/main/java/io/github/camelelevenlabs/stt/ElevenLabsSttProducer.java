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
 * Sends the audio of messages to the service. An exchange waits for its transcript without holding a thread.
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
        // A producer that Camel made for one message stays in a cache for ever; what it was for may never come again.
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
     * The last producer of the name has stopped. Streams end with the routes that fed them. A stream whose route goes on is
     * not over: Camel lets the producers of endpoints made on the fly come and go, and the next message makes another one.
     */
    private void endStreams() {
        CamelContext context = getEndpoint().getCamelContext();
        if (context.isStopping() || context.isStopped()) {
            getEndpoint().topic().endStreams();
        } else {
            getEndpoint().topic().endStreamsFedBy(route -> !isAlive(context, route));
        }
    }

    /** Camel stops the consumer of a route first, with it the producers, and then says that the route has stopped. */
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
        PendingReply answer = new PendingReply(exchange, callback);
        try {
            getEndpoint().sessions().owe(answer);
            // Whoever has stopped this producer meanwhile, the name is there until the session has it.
            topics().use(name(), answer);
            noteUse();
            String key = key(exchange);
            if (key == null) {
                Recordings.transcribe(sessions, exchange, answer);
            } else {
                getEndpoint().getComponent().streams().feed(sessions, key, exchange, answer);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answer.refused(new ElevenLabsSttException(
                    ErrorCode.STOPPED, "interrupted while the message waited for room in its stream", e));
        } catch (Throwable e) {
            return answer.refused(ElevenLabsSttException.of(e));
        } finally {
            topics().leave(name(), answer);
        }
    }

    private void noteUse() {
        if (occasional) {
            topics().useOccasionally(name(), this);
            if (!isRunAllowed()) {
                topics().leave(name(), this);
            }
        }
    }

    /** Null for a message that is a recording of its own. */
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
