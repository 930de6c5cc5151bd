package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Detects a dead peer on an open connection: a socket that takes bytes and never answers, or a service that receives speech
 * and sends no message. Used on the session's loop.
 */
final class Liveness {

    /**
     * The service sends a partial about once a second of speech, after a warm-up of 2 s; a session that went mute was seen to
     * stay so.
     */
    static final Duration MUTE = Duration.ofSeconds(10);

    private final Duration pingInterval;
    private final SessionLoop loop;
    private final Consumer<SessionFailure> onDead;

    private Runnable ping;
    private SessionLoop.Timer timer = SessionLoop.Timer.NONE;
    private boolean signOfLife;
    private long receivedAt;
    private long speechUnanswered;

    Liveness(Duration pingInterval, SessionLoop loop, Consumer<SessionFailure> onDead) {
        this.pingInterval = pingInterval;
        this.loop = loop;
        this.onDead = onDead;
    }

    /** Starts the checks. @param ping sends a ping, whose answer calls {@link #ponged()} */
    void start(Runnable ping) {
        this.ping = ping;
        timer.cancel();
        signOfLife = true;
        received();
        check();
    }

    void stop() {
        timer.cancel();
    }

    /** A message came: the service is there and not mute. */
    void received() {
        signOfLife = true;
        receivedAt = loop.nanoTime();
        speechUnanswered = 0;
    }

    /** The time since the last message. */
    Duration silence() {
        return Duration.ofNanos(loop.nanoTime() - receivedAt);
    }

    void ponged() {
        signOfLife = true;
    }

    /** Audio was sent. @param speech its length in nanoseconds; 0 for audio without speech */
    void sent(long speech) {
        speechUnanswered += speech;
    }

    private void check() {
        Duration silent = silence();
        if (!signOfLife) {
            onDead.accept(SessionFailure.of(
                    ErrorCode.CONNECTION_LOST, "no answer to a ping within " + pingInterval.toMillis() + " ms"));
        } else if (speechUnanswered >= MUTE.toNanos() && silent.compareTo(MUTE) >= 0) {
            onDead.accept(SessionFailure.of(
                    ErrorCode.STALLED,
                    "nothing was heard for " + silent.toSeconds() + " s, while "
                            + TimeUnit.NANOSECONDS.toSeconds(speechUnanswered) + " s of speech were sent"));
        } else {
            signOfLife = false;
            ping.run();
            timer = loop.schedule(pingInterval, this::check);
        }
    }
}
