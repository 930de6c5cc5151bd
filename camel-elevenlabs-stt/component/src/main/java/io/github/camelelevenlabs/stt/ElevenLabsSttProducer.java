package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Awaited;
import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.Recording;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
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

    /** Nobody watches a recording being transcribed, so its channels are put in order rather than hurried. */
    private static final Duration CHANNEL_PATIENCE = Duration.ofSeconds(10);

    private Optional<Expression> sessionKey = Optional.empty();
    private TransportSettings transport;
    private Transports.Lease client;
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
        transport = getEndpoint().transport();
        client = getEndpoint().sessions().transports().lease(transport);
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
        healthCheck = new ElevenLabsSttHealthCheck(
                getEndpoint(), "producer:elevenlabs-stt-" + getEndpoint().getId(), Optional::empty);
        healthCheck.setEnabled(getEndpoint().getComponent().isHealthCheckProducerEnabled());
        healthChecks = Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class));
        healthChecks.ifPresent(checks -> checks.addHealthCheck(healthCheck));
    }

    @Override
    protected void doStop() throws Exception {
        healthChecks.ifPresent(checks -> checks.removeHealthCheck(healthCheck));
        topics().leave(name(), this);
        if (!topics().hasProducer(name())) {
            endStreams();
        }
        IOHelper.close(client);
        super.doStop();
    }

    /**
     * The last producer of the name has stopped. Streams end with the routes that fed them. A stream whose route goes on is
     * not over: Camel lets the producers of endpoints made on the fly come and go, and the next message makes another one.
     */
    private void endStreams() {
        CamelContext context = getEndpoint().getCamelContext();
        if (context.isStopping() || context.isStopped()) {
            getEndpoint().topic().streams().end();
        } else {
            getEndpoint().topic().streams().endThoseFedBy(route -> !isAlive(context, route));
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
        Answer answer = new Answer(exchange, callback);
        try {
            getEndpoint().sessions().owe(answer);
            // Whoever has stopped this producer meanwhile, the name is there until the session has it.
            TranscriptTopic topic = topics().use(name(), answer);
            noteUse();
            String key = key(exchange);
            if (key == null) {
                transcribe(topic, exchange, answer);
            } else {
                topic.streams().feed(getEndpoint(), transport, key, exchange, answer);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answer.refused(new ElevenLabsSttException(
                    ErrorCode.STOPPED, "interrupted while the message waited for room in its stream", e));
        } catch (Throwable e) {
            return answer.refused(e);
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

    private void transcribe(TranscriptTopic topic, Exchange exchange, Answer answer) throws IOException {
        ElevenLabsSttConfiguration options = getEndpoint().getConfiguration();
        Sessions sessions = getEndpoint().sessions();
        SessionPlan plan = SessionPlan.of(options, exchange.getIn(), topic.wantsTimestamps());
        String id = sessions.nextId();
        AudioSource source = source(exchange, plan, getEndpoint().decoding(id, plan));
        boolean awaited = options.isWaitForTranscript();
        Transcription transcription = new Transcription(
                id,
                getEndpoint(),
                new TranscriptExchanges(id, null, exchange.getIn()),
                awaited ? Awaited.ROUTED : Awaited.TRANSCRIBED);
        transcription.onCompletion(result -> {
            if (!answer.with(result, plan.output())) {
                result.sessionFailure().ifPresent(topic::report);
            }
        });
        AudioSource heard = awaited
                ? source
                : new NoticedSource(source, () -> sessions.routes().execute(answer::accepted));
        sessions.open(transcription, plan, transport, heard, CHANNEL_PATIENCE);
    }

    /** What came with the message is looked at at once, so that whoever sent it hears at once that it is no audio. */
    private AudioSource source(Exchange exchange, SessionPlan plan, Decoding decoding) throws IOException {
        Sessions sessions = getEndpoint().sessions();
        int limit = plan.settings().maxSessions();
        AudioBody body = AudioBody.of(exchange);
        if (body instanceof AudioBody.Bytes bytes) {
            return new Recording(AudioPiece.of(bytes.bytes()), plan.hint(), decoding);
        } else if (body instanceof AudioBody.Stream open) {
            return new Recording(AudioPiece.of(open.stream()), plan.hint(), decoding);
        } else if (body instanceof AudioBody.OnDisk file) {
            return sessions.queued(
                    new Recording(AudioPiece.of(() -> Files.newInputStream(file.path())), plan.hint(), decoding),
                    limit);
        } else if (body instanceof AudioBody.Url at) {
            return sessions.queued(
                    sessions.urlSource(
                            getEndpoint().fetch(at.url()), plan.hint().format(), decoding),
                    limit);
        }
        throw new AudioException("no audio: the body is empty");
    }
}
