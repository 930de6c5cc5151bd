package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time from the loss of a connection to the next one that works, however many attempts it takes. Says when it is over. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String sessionId;

    private boolean lasts;
    private long since;
    private Duration givenUpBefore;

    Outage(String sessionId) {
        this.sessionId = sessionId;
    }

    /**
     * A connection was lost or could not be made.
     *
     * @param now     nanoseconds
     * @param givenUp audio given up so far
     */
    void begin(long now, Duration givenUp) {
        if (!lasts) {
            lasts = true;
            since = now;
            givenUpBefore = givenUp;
        }
    }

    /**
     * A connection works.
     *
     * @param now       nanoseconds
     * @param sentAgain audio that was sent before
     * @param givenUp   audio given up so far
     */
    void end(long now, Duration sentAgain, Duration givenUp) {
        if (lasts) {
            lasts = false;
            Duration lost = givenUp.minus(givenUpBefore);
            LOG.info(
                    "{} connected again after {} s, {} ms are sent again{}",
                    sessionId,
                    String.format(Locale.ROOT, "%.1f", (now - since) / 1e9),
                    sentAgain.toMillis(),
                    lost.isZero() ? "" : ", " + lost.toMillis() + " ms were given up");
        }
    }
}
