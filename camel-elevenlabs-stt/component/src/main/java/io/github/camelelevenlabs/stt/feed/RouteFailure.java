package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Reason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The first failure of a consumer's route, which ends a stream whose messages wait until they are routed. Safe for use by many threads. */
final class RouteFailure {

    private final AtomicReference<Exception> first = new AtomicReference<>();

    /** A route has failed. @return why the session ends; empty when it has been told already */
    Optional<SessionFailure> is(Exception failure) {
        String detail =
                "the route of a consumer failed, which ends the session with acknowledge=routed: " + Reason.of(failure);
        return first.compareAndSet(null, failure)
                ? Optional.of(new SessionFailure(ErrorCode.STOPPED, ErrorCode.STOPPED.type(), detail, failure))
                : Optional.empty();
    }

    Optional<Exception> get() {
        return Optional.ofNullable(first.get());
    }

    /** This failure, or else that of the session. */
    Optional<Exception> orOf(Result result) {
        return get().or(result::sessionFailure);
    }
}
