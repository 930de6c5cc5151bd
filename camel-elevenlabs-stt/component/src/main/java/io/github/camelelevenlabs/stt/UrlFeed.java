package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.Transcription.Awaited;
import io.github.camelelevenlabs.stt.Transcription.Result;
import io.github.camelelevenlabs.stt.fetch.HlsPosition;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transport.TransportSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the name of a consumer from its {@code audioUrl}: one session for as long as the URL goes on, whatever breaks in
 * between. Only a service that fails the session for good, or audio of another format, makes it begin another one. Safe
 * for use by many threads.
 */
final class UrlFeed {

    /** Captions are read as they come; a little order among the channels is worth a little time. */
    private static final Duration CHANNEL_PATIENCE = Duration.ofSeconds(2);

    /** Never registered. */
    private static final Thread NO_HOOK = new Thread(() -> {});

    private static final Logger LOG = LoggerFactory.getLogger(UrlFeed.class);

    private final ElevenLabsSttConsumer consumer;
    private final ElevenLabsSttEndpoint endpoint;
    private final TransportSettings transport;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Backoff sessionBackoff;
    private boolean wanted;
    /** What the session reads; null while there is no session. */
    private ReopeningSource source;
    /** Kept from one session to the next, until somebody ends them. */
    private HlsPosition position = new HlsPosition();

    UrlFeed(ElevenLabsSttConsumer consumer, TransportSettings transport) {
        this.consumer = consumer;
        this.endpoint = consumer.getEndpoint();
        this.transport = transport;
        this.sessionBackoff = backoff(endpoint.getConfiguration());
    }

    private static Backoff backoff(ElevenLabsSttConfiguration options) {
        return new Backoff(
                Duration.ofMillis(options.getReconnectDelay()),
                Duration.ofMillis(options.getMaxReconnectDelay()),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Opens the URL, unless it is open; after an {@link #end()} that is still going on, when that is done. */
    void start() {
        lock.lock();
        try {
            wanted = true;
            position = new HlsPosition();
            beginIfWanted();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the URL. What was heard until now is transcribed to its end. */
    void end() {
        lock.lock();
        try {
            wanted = false;
            if (source != null) {
                source.end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a session whose last transcript has not been routed. */
    boolean isRunning() {
        lock.lock();
        try {
            return source != null;
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no audio at the moment, if there should be any. */
    Optional<Throwable> outage() {
        lock.lock();
        try {
            return Optional.ofNullable(source).filter(reading -> wanted).flatMap(ReopeningSource::outage);
        } finally {
            lock.unlock();
        }
    }

    private void beginIfWanted() {
        lock.lock();
        try {
            if (wanted && source == null) {
                begin();
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        ElevenLabsSttConfiguration options = endpoint.getConfiguration();
        Sessions sessions = endpoint.sessions();
        DefaultMessage opening = new DefaultMessage(endpoint.getCamelContext());
        SessionPlan plan = SessionPlan.of(options, opening, endpoint.topic().wantsTimestamps());
        HlsPosition heard = position;
        String id = sessions.nextId();
        Transcription transcription =
                new Transcription(id, endpoint, new TranscriptExchanges(id, null, opening), Awaited.NEVER);
        ReopeningSource begun = new ReopeningSource(
                "The audioUrl of elevenlabs-stt:" + endpoint.getName(),
                () -> sessions.urlSource(
                        endpoint.fetchAudioUrl(heard),
                        plan.hint().format(),
                        endpoint.decoding(id, plan).ofLive(true)),
                options.isRestartOnEnd(),
                backoff(options),
                sessions.timer(),
                failure -> sessions.routes().execute(() -> onOutage(failure)));
        source = begun;
        transcription.onCompletion(result -> onCompletion(begun, result));
        try {
            sessions.open(transcription, plan, transport, begun, CHANNEL_PATIENCE);
        } catch (RuntimeException e) {
            // There is no session whose end the consumer could wait for.
            source = null;
            throw e;
        }
    }

    /** Tells of the first failure of an outage; the tries that follow are seen in the log at debug level. */
    private void onOutage(Throwable failure) {
        if (isStopping()) {
            return;
        }
        consumer.getExceptionHandler()
                .handleException(
                        "The audioUrl of elevenlabs-stt:" + Printable.of(endpoint.getName())
                                + " broke; it is opened again",
                        ElevenLabsSttException.ofSource(failure));
    }

    /** Whether what breaks now is broken by the stop, which may reach others before us: it is not opened again. */
    private boolean isStopping() {
        lock.lock();
        try {
            return !wanted || endpoint.getCamelContext().isStopping() || isJvmStopping();
        } finally {
            lock.unlock();
        }
    }

    /** Camel hears of it a moment later than what the system stops beside this process, such as a decoder. */
    private static boolean isJvmStopping() {
        try {
            Runtime.getRuntime().removeShutdownHook(NO_HOOK);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private void onCompletion(ReopeningSource ended, Result result) {
        result.sessionFailure().ifPresent(endpoint.topic()::report);
        boolean lasting = result.sessionFailure()
                .filter(failure -> !(failure instanceof ElevenLabsSttException typed && typed.isRetryable()))
                .isPresent();
        lock.lock();
        try {
            source = null;
            if (!result.end().audioDuration().isZero()) {
                sessionBackoff.reset();
            }
            if (lasting || ended.isExhausted()) {
                wanted = false;
                LOG.info(
                        "elevenlabs-stt:{} does not read its audioUrl any more: {}",
                        Printable.of(endpoint.getName()),
                        lasting ? "the session failed for good" : "the stream has ended");
            } else if (result.sessionFailure().isPresent()) {
                endpoint.sessions().timer().schedule(sessionBackoff.next(), this::beginIfWanted);
            } else {
                beginIfWanted();
            }
        } finally {
            lock.unlock();
        }
    }
}
