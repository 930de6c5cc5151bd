package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.HlsPosition;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.Hints;
import io.github.camelelevenlabs.stt.session.SessionFailure;
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
 * Reads the {@code audioUrl} of a consumer and sends its audio to the consumer's name. One session lasts as long as the URL, across
 * failures of the URL. A new session begins only when the service fails the session, or when the audio comes back in another format.
 * Safe for use by many threads; no method blocks.
 */
public final class UrlFeed {

    /** Never registered; removing it shows whether the JVM stops. */
    private static final Thread NO_HOOK = new Thread(() -> {});

    private static final Logger LOG = LoggerFactory.getLogger(UrlFeed.class);

    /**
     * How the URL is read.
     *
     * @param fetches      makes a fetch of the URL that continues at this position
     * @param restartOnEnd whether the URL is opened again when it ends
     * @param firstDelay   the delay before the second attempt; it doubles with each attempt
     * @param maxDelay     the limit of the delays
     */
    public record Reading(
            Function<HlsPosition, Fetch> fetches, boolean restartOnEnd, Duration firstDelay, Duration maxDelay) {

        private Backoff backoff() {
            return new Backoff(
                    firstDelay, maxDelay, () -> ThreadLocalRandom.current().nextDouble());
        }
    }

    private final DefaultConsumer consumer;
    private final CamelContext context;
    private final SessionOpener opener;
    private final Reading reading;

    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock:
    private final Backoff sessionBackoff;
    private volatile boolean wanted;
    /** The source of the session; null while there is no session. */
    private volatile ReopeningSource source;
    /** Why the URL is not read any more; null unless a session has failed for good. */
    private volatile SessionFailure over;
    /** What has changed since the route started; each session begins with it. */
    private Hints.Change changed = Hints.Change.NONE;
    /** Changes the session; null while there is none. */
    private DeferredChanges session;
    /** Kept from one session to the next, until {@link #start()} is called again. */
    private HlsPosition position = new HlsPosition();

    /** @param consumer its exception handler gets the failures of the URL */
    public UrlFeed(DefaultConsumer consumer, SessionOpener opener, Reading reading) {
        this.consumer = consumer;
        this.opener = opener;
        this.reading = reading;
        this.sessionBackoff = reading.backoff();
        this.context = consumer.getEndpoint().getCamelContext();
    }

    /** Opens the URL, unless it is open. After {@link #end()} it is opened when the last transcript was routed. */
    public void start() {
        locked(() -> {
            wanted = true;
            over = null;
            position = new HlsPosition();
            beginIfWanted();
        });
    }

    /** Closes the URL. The session transcribes the audio that was read. */
    public void end() {
        locked(() -> {
            wanted = false;
            over = null;
            if (source != null) {
                source.close();
            }
        });
    }

    String name() {
        return opener.name();
    }

    /** Changes the session that runs, and those that follow until the route is started again. */
    void change(Hints.Change change) {
        locked(() -> {
            changed = changed.then(change);
            if (session != null) {
                session.add(change);
            }
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a session whose last transcript has not been routed. */
    public boolean isRunning() {
        return source != null;
    }

    /** Why the URL gives no audio now; empty when it does, or when it should not. */
    public Optional<SessionFailure> outage() {
        return Optional.ofNullable(over)
                .map(why -> as(
                        why.code(),
                        "the audioUrl is not read any more: " + why.type() + ": " + why.detail(),
                        why.cause()))
                .or(() -> Optional.ofNullable(source)
                        .filter(reading -> wanted)
                        .flatMap(ReopeningSource::outage)
                        .map(why -> as(
                                ErrorCode.AUDIO_SOURCE_FAILED,
                                "the audioUrl cannot be read: " + why.getMessage(),
                                why)));
    }

    private static SessionFailure as(ErrorCode code, String detail, Throwable cause) {
        return new SessionFailure(code, code.type(), detail, cause);
    }

    private void beginIfWanted() {
        if (wanted && source == null) {
            begin();
        }
    }

    private void begin() {
        // Nothing of such a session is kept, so that its plan is there at once.
        PlannedSession plan = opener.plan(new DefaultMessage(context), null, Awaited.NEVER)
                .toCompletableFuture()
                .join();
        session = plan.changes();
        session.add(changed);
        HlsPosition continued = position;
        ReopeningSource begun = new ReopeningSource(
                "The audioUrl of elevenlabs-stt:" + opener.name(),
                () -> new UrlSource(
                        reading.fetches().apply(continued),
                        plan.hint().format(),
                        plan.decoding().ofLive(true),
                        opener.timer()),
                reading.restartOnEnd(),
                reading.backoff(),
                opener.timer(),
                failure -> opener.routes().execute(() -> onOutage(failure)));
        source = begun;
        plan.transcription().onCompletion(result -> onCompletion(plan, begun, result));
        try {
            plan.open(begun);
        } catch (RuntimeException e) {
            // Without a session the consumer must not wait for its end.
            source = null;
            throw e;
        }
    }

    /** Reports the first failure of an outage; the failures that follow are logged at DEBUG. A failure during a stop is expected. */
    private void onOutage(Throwable failure) {
        if (wanted && !context.isStopping() && !isJvmStopping()) {
            consumer.getExceptionHandler()
                    .handleException(
                            "The audioUrl of elevenlabs-stt:" + Printable.of(opener.name())
                                    + " broke; it is opened again",
                            opener.failures().ofSource(failure));
        }
    }

    /** A signal may stop the decoder's process before Camel knows that the JVM stops. */
    private static boolean isJvmStopping() {
        try {
            Runtime.getRuntime().removeShutdownHook(NO_HOOK);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private void onCompletion(PlannedSession plan, ReopeningSource ended, Result result) {
        result.sessionFailure().ifPresent(plan.transcription()::report);
        Optional<SessionFailure> permanent = result.end()
                .failure()
                .filter(failure -> !failure.code().verdict().isRetryable());
        locked(() -> {
            source = null;
            session = null;
            if (!result.end().audioDuration().isZero()) {
                sessionBackoff.reset();
            }
            if (permanent.isPresent() || ended.isExhausted()) {
                over = wanted ? permanent.orElse(null) : null;
                wanted = false;
                LOG.info(
                        "elevenlabs-stt:{} does not read its audioUrl any more: {}",
                        Printable.of(opener.name()),
                        permanent.isPresent() ? "the session failed for good" : "the stream has ended");
            } else if (result.sessionFailure().isPresent()) {
                opener.timer().schedule(sessionBackoff.next(), () -> locked(this::beginIfWanted));
            } else {
                beginIfWanted();
            }
        });
    }
}
