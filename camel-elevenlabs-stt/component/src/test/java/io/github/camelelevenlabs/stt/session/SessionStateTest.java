package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.BACKING_OFF;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.CONNECTING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.OPENING;
import static io.github.camelelevenlabs.stt.session.SessionState.QUEUED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exactly the documented moves between states are allowed, and each has a cause. */
class SessionStateTest extends SessionTestBase {

    private record Move(SessionState from, String what, Consumer<SessionStateTest> happens, SessionState to) {
        @Override
        public String toString() {
            return from + ", " + what + ": " + to;
        }
    }

    private Admission.Ticket othersTicket;

    SessionStateTest() {
        super(new SessionFixture().reconnects(1).maxSessions(1));
    }

    static List<Move> moves() {
        return List.of(
                new Move(OPENING, "audio comes", SessionStateTest::giveAudioWhenFull, QUEUED),
                new Move(OPENING, "the source ends without audio", test -> test.audio.end(), CLOSED),
                new Move(OPENING, "is aborted", SessionStateTest::abort, FAILED),
                new Move(QUEUED, "another session ends", test -> test.othersTicket.leave(), CONNECTING),
                new Move(QUEUED, "is aborted", SessionStateTest::abort, FAILED),
                new Move(CONNECTING, "the service starts", test -> test.service.start(), STREAMING),
                new Move(CONNECTING, "takes too long", test -> test.time.advance(ofSeconds(10)), BACKING_OFF),
                new Move(CONNECTING, "the key is refused", SessionStateTest::refuseKey, FAILED),
                new Move(STREAMING, "the source ends", test -> test.audio.end(), DRAINING),
                new Move(STREAMING, "the connection is lost", test -> test.service.losesConnection(), BACKING_OFF),
                new Move(STREAMING, "is aborted", SessionStateTest::abort, FAILED),
                new Move(DRAINING, "the last answer comes", SessionStateTest::answer, CLOSING),
                new Move(DRAINING, "the connection is lost", test -> test.service.losesConnection(), BACKING_OFF),
                new Move(
                        DRAINING,
                        "the service closes behind the last answer",
                        SessionStateTest::answerAndClose,
                        CLOSED),
                new Move(DRAINING, "is aborted", SessionStateTest::abort, FAILED),
                new Move(BACKING_OFF, "the wait is over", test -> test.time.advance(ofSeconds(1)), CONNECTING),
                new Move(BACKING_OFF, "is aborted", SessionStateTest::abort, FAILED),
                new Move(CLOSING, "the service closes", test -> test.service.closes(1000, ""), CLOSED),
                new Move(CLOSING, "is aborted", SessionStateTest::abort, FAILED));
    }

    private void giveAudioWhenFull() {
        othersTicket = fixture.gate.enter(1, () -> {});
        audio.speech(ofSeconds(1));
    }

    private void abort() {
        fixture.session.abort(SessionFailure.of(ErrorCode.STOPPED, "test"));
    }

    private void refuseKey() {
        service.accept().error("auth_error", "no such key");
    }

    private void answer() {
        service.committed("All.");
        time.advance(Drain.QUIET);
    }

    private void answerAndClose() {
        service.committed("All.").closes(1000, "");
    }

    private void reach(SessionState state) {
        fixture.begin();
        if (state == QUEUED) {
            giveAudioWhenFull();
            time.settle();
        }
        if (state == OPENING || state == QUEUED) {
            return;
        }
        audio.speech(ofMillis(500));
        time.settle();
        if (state == CONNECTING) {
            return;
        }
        service.start();
        if (state == BACKING_OFF) {
            service.losesConnection();
        }
        if (state == DRAINING || state == CLOSING) {
            audio.end();
            time.settle();
        }
        if (state == CLOSING) {
            answer();
        }
    }

    @ParameterizedTest
    @MethodSource("moves")
    void every_documented_move_is_allowed(Move move) {
        reach(move.from());
        assertThat(state()).isEqualTo(move.from());
        move.happens().accept(this);
        time.settle();
        assertThat(state()).isEqualTo(move.to());
        if (othersTicket != null) {
            othersTicket.leave();
        }
    }

    @Test
    void no_other_move_is_allowed() {
        fixture.begin();
        Stream<String> allowed = Arrays.stream(SessionState.values())
                .flatMap(from -> Arrays.stream(SessionState.values())
                        .filter(from::allows)
                        .map(to -> from + " to " + to));
        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(moves().stream()
                        .map(move -> move.from() + " to " + move.to())
                        .toList());
    }
}
