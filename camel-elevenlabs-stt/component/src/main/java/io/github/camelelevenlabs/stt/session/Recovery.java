package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.Verdict;
import io.github.camelelevenlabs.stt.session.SessionSettings.Continuity;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a session whose connection failed gets another one, and when. Counts consecutive failures. Used on the
 * session's loop.
 */
final class Recovery {

    /** A connection that lasted this long, and owes no answer, resets the count of failures. */
    static final Duration STABLE = Duration.ofSeconds(30);

    private static final int MAX_INPUT_ERRORS = 3;

    private final ReconnectPolicy policy;
    private final boolean freshCredentials;
    private final SessionLoop loop;

    private int failures;
    private int inputErrors;
    private ErrorCode last;
    private Timer stable = Timer.NONE;

    Recovery(Continuity continuity, SessionLoop loop) {
        this.policy = continuity.policy();
        this.freshCredentials = continuity.freshCredentials();
        this.loop = loop;
    }

    /** This connection is in use from now on. */
    void watch(Connection connection) {
        stable.cancel();
        stable = loop.schedule(STABLE, () -> onStable(connection));
    }

    private void onStable(Connection connection) {
        if (connection.ledger().isOutstanding()) {
            watch(connection);
        } else {
            progressed();
        }
    }

    /** No connection is in use. */
    void cancel() {
        stable.cancel();
    }

    /** The wait before the next connection, or empty when there is to be none. */
    Optional<Duration> next(SessionFailure failure) {
        ErrorCode code = failure.code();
        boolean again = code == last;
        last = code;
        failures++;
        // Where every connection gets a new token, the next one may be valid although this one was spent.
        Verdict verdict = code == ErrorCode.AUTH_ERROR && freshCredentials ? Verdict.ONCE_MORE : code.verdict();
        if (verdict == Verdict.ONCE_MORE && again) {
            return Optional.empty();
        }
        return policy.delay(failures, verdict);
    }

    /** Whether the message that the service did not understand is one too many in a session. */
    boolean isInputErrorTooMany() {
        return ++inputErrors > MAX_INPUT_ERRORS;
    }

    /** The session made progress: earlier failures no longer count. */
    void progressed() {
        failures = 0;
        last = null;
    }

    int failures() {
        return failures;
    }
}
