package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Awaited;
import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.BytesSource;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.StreamSource;
import io.github.camelelevenlabs.stt.session.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends the audio of messages to the service. An exchange waits for its transcript without holding a thread.
 */
public class ElevenLabsSttProducer extends DefaultAsyncProducer {

    /** Nobody watches a recording being transcribed, so its channels are put in order rather than hurried. */
    private static final Duration CHANNEL_PATIENCE = Duration.ofSeconds(10);

    private Optional<Expression> sessionKey = Optional.empty();
    private TransportSettings transport;
    private StreamSessions streams;
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
        streams = new StreamSessions(getEndpoint(), transport);
        getEndpoint().topic().add(streams);
        getEndpoint().getComponent().meter(getEndpoint().topic());
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
        if (streams != null) {
            getEndpoint().topic().remove(streams);
            streams.end();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            String key = key(exchange);
            if (key == null) {
                transcribe(exchange, callback);
            } else {
                streams.feed(key, exchange, callback);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(exchange, callback, e);
        } catch (Exception e) {
            return failed(exchange, callback, e);
        }
    }

    private static boolean failed(Exchange exchange, AsyncCallback callback, Exception failure) {
        exchange.setException(failure);
        callback.done(true);
        return true;
    }

    /** Null for a message that is a recording of its own. */
    private String key(Exchange exchange) {
        String header = exchange.getIn().getHeader(ElevenLabsSttConstants.SESSION_KEY, String.class);
        if (header != null && !header.isBlank() || sessionKey.isEmpty()) {
            return header == null || header.isBlank() ? null : header;
        }
        String key = sessionKey.get().evaluate(exchange, String.class);
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    "sessionKey=" + getEndpoint().getConfiguration().getSessionKey()
                            + " gave no key for this message; every message of a stream needs one");
        }
        return key;
    }

    private void transcribe(Exchange exchange, AsyncCallback callback) throws IOException {
        ElevenLabsSttConfiguration options = getEndpoint().getConfiguration();
        Sessions sessions = getEndpoint().sessions();
        TranscriptTopic topic = getEndpoint().topic();
        SessionPlan plan = SessionPlan.of(options, exchange.getIn(), topic.wantsTimestamps());
        String id = sessions.nextId();
        AudioSource source = source(exchange, plan, getEndpoint().decoding(id, plan));
        boolean awaited = options.isWaitForTranscript();
        Transcription transcription = new Transcription(
                id,
                getEndpoint(),
                new TranscriptExchanges(id, null, exchange.getIn()),
                awaited ? Awaited.ROUTED : Awaited.TRANSCRIBED);
        Answer answer = new Answer(exchange, callback);
        transcription.completion().thenAccept(result -> {
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
            return new BytesSource(bytes.bytes(), plan.hint(), decoding);
        } else if (body instanceof AudioBody.Stream open) {
            return new StreamSource(open.stream(), plan.hint(), decoding);
        } else if (body instanceof AudioBody.OnDisk file) {
            return sessions.queued(
                    new StreamSource(() -> Files.newInputStream(file.path()), plan.hint(), decoding), limit);
        } else if (body instanceof AudioBody.Url at) {
            return sessions.queued(
                    sessions.urlSource(
                            getEndpoint().fetch(at.url()), plan.hint().format(), decoding),
                    limit);
        }
        throw new AudioException("no audio: the body is empty");
    }
}
