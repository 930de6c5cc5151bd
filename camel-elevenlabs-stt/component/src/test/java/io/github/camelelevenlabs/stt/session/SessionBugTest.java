package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any exception or error on the session's loop ends the session, and its listener is notified. */
class SessionBugTest extends SessionTestBase {

    SessionBugTest() {
        super(new SessionFixture());
    }

    static Stream<Error> errors() {
        return Stream.of(
                new StackOverflowError("thrown"),
                new OutOfMemoryError("thrown"),
                new AssertionError("thrown"),
                new NoClassDefFoundError("thrown"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_fails_the_session(Error error) {
        audio.speech(ofSeconds(3));
        fixture.started();
        listener.throwing(error);
        service.committed("One.");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CLIENT_ERROR);
        assertThat(listener.failure().cause()).isSameAs(error);
    }

    /** The segment that waits for its twin is delivered when the session ends. */
    @ParameterizedTest
    @MethodSource("errors")
    void an_error_while_the_session_ends_is_how_it_ended(Error error) {
        audio.speech(ofSeconds(1)).end();
        fixture.twins().started();
        service.committed("Nearly all.").timed("Nearly all.", 0, 1);
        time.advance(Drain.QUIET);
        service.committed("All.");
        listener.throwing(error);
        time.advance(SttSession.CLOSE_WAIT);
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.CLIENT_ERROR);
        assertThat(listener.failure().cause()).isSameAs(error);
    }

    @Test
    void an_error_while_a_session_fails_does_not_hide_why() {
        audio.speech(ofMillis(200)).end();
        fixture.started();
        listener.throwing(new StackOverflowError("thrown"));
        service.error("auth_error", "no such key");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.failure().type()).isEqualTo("auth_error");
    }
}
