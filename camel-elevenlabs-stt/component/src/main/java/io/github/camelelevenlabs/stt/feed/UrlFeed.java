package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.HlsPosition;
import io.github.camelelevenlabs.stt.text.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the name of a consumer from its {@code audioUrl}: one session for as long as the URL goes on, whatever breaks in
 * between. Only a service that fails the session for good, or audio of another format, makes it begin another one. Safe
 * for use by many threads.
 */
public final class UrlFeed {

    /** Never registered. */
    private static final Thread NO_HOOK = new Thread(() -> {});

    private static final Logger LOG = LoggerFactory.getLogger(UrlFeed.class);

    /**
     * How the URL is read.
     *
     * @param fetches      fetches it from where it was read to before
     * @param restartOnEnd whether it is opened again when it ends, as when it breaks
     * @param firstDelay   before what has failed is tried again
     * @param maxDelay     to which the delays grow
     */
    public record Reading(
            Function<HlsPosition, Fetch> fetches, boolean restartOnEnd, Duration firstDelay, Duration maxDelay) {

        private Backoff backoff() {
            return new Backoff(
                    firstDelay, maxDelay, () -> ThreadLocalRandom.current().nextDouble());
        }
    }

    private final DefaultConsumer consumer;
    private final SessionOpener opener;
    private final Reading reading;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Backoff sessionBackoff;
    private boolean wanted;
    /** What the session reads; null while there is no session. */
    private ReopeningSource source;
    /** Kept from one session to the next, until somebody ends them. */
    private HlsPosition position = new HlsPosition();

    /** @param consumer whose exception handler hears what breaks */
    public UrlFeed(DefaultConsumer consumer, SessionOpener opener, Reading reading) {
        this.consumer = consumer;
        this.opener = opener;
        this.reading = reading;
        this.sessionBackoff = reading.backoff();
    }

    private CamelContext context() {
        return consumer.getEndpoint().getCamelContext();
    }

    /** Opens the URL, unless it is open; after an {@link #end()} that is still going on, when that is done. */
    public void start() {
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
    public void end() {
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
    public boolean isRunning() {
        lock.lock();
        try {
            return source != null;
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no audio at the moment, if there should be any. */
    public Optional<Throwable> outage() {
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
        PlannedSession session = opener.plan(new DefaultMessage(context()), null, Awaited.NEVER);
        HlsPosition heard = position;
        ReopeningSource begun = new ReopeningSource(
                "The audioUrl of elevenlabs-stt:" + opener.name(),
                () -> new UrlSource(
                        reading.fetches().apply(heard),
                        session.hint().format(),
                        session.decoding().ofLive(true),
                        opener.timer()),
                reading.restartOnEnd(),
                reading.backoff(),
                opener.timer(),
                failure -> opener.routes().execute(() -> onOutage(failure)));
        source = begun;
        session.transcription().onCompletion(result -> onCompletion(session, begun, result));
        try {
            session.open(begun);
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
                        "The audioUrl of elevenlabs-stt:" + Printable.of(opener.name()) + " broke; it is opened again",
                        opener.failures().ofSource(failure));
    }

    /** Whether what breaks now is broken by the stop, which may reach others before us: it is not opened again. */
    private boolean isStopping() {
        lock.lock();
        try {
            return !wanted || context().isStopping() || isJvmStopping();
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

    private void onCompletion(PlannedSession session, ReopeningSource ended, Result result) {
        result.sessionFailure().ifPresent(session.transcription()::report);
        boolean lasting = result.end()
                .failure()
                .filter(failure -> !failure.code().verdict().isRetryable())
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
                        Printable.of(opener.name()),
                        lasting ? "the session failed for good" : "the stream has ended");
            } else if (result.sessionFailure().isPresent()) {
                opener.timer().schedule(sessionBackoff.next(), this::beginIfWanted);
            } else {
                beginIfWanted();
            }
        } finally {
            lock.unlock();
        }
    }
}
