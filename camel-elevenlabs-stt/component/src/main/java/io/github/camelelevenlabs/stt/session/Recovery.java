package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.Verdict;
import java.time.Duration;
import java.util.Optional;

/** Whether a session whose connection failed gets another one, and when. Counts failures that follow each other. */
final class Recovery {

    private final ReconnectPolicy policy;
    private final boolean freshCredentials;

    private int failures;
    private ErrorCode last;

    /** @param freshCredentials whether every connection gets a new token, so that a spent one says nothing of the next */
    Recovery(ReconnectPolicy policy, boolean freshCredentials) {
        this.policy = policy;
        this.freshCredentials = freshCredentials;
    }

    /** The wait before the next connection, or empty when there is to be none. */
    Optional<Duration> next(SessionFailure failure) {
        ErrorCode code = failure.code();
        boolean again = code == last;
        last = code;
        failures++;
        Verdict verdict = code == ErrorCode.AUTH_ERROR && freshCredentials ? Verdict.ONCE_MORE : code.verdict();
        if (verdict == Verdict.ONCE_MORE && again) {
            return Optional.empty();
        }
        return policy.delay(failures, verdict);
    }

    /** The connection has proved itself: what failed before no longer counts. */
    void stable() {
        failures = 0;
        last = null;
    }

    /** Whether failures are tried again at all. */
    boolean isAllowed() {
        return policy.attempts() != 0;
    }

    int failures() {
        return failures;
    }
}
