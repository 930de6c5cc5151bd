package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection is replaced before it is too old, without a gap. */
class RotationTest extends SessionTestBase {

    RotationTest() {
        super(new SessionFixture().reconnects(3));
    }

    private void speakAndPause(int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            audio.speech(ofMillis(1_600)).silence(ofMillis(400));
        }
    }

    @Test
    void a_connection_is_replaced_in_a_pause_before_it_is_too_old() {
        speakAndPause(60);
        fixture.twins().maxSessionDuration(ofSeconds(20)).readRate(1).started();
        time.advance(ofSeconds(16));
        assertThat(service.connects())
                .as("the next one is made while this one works")
                .isEqualTo(2);
    }

    @Test
    void rotation_waits_for_the_answer_to_all_sent_audio() {
        RotatingService services = new RotatingService();
        speakAndPause(60);
        fixture.session = services.session(fixture, ofSeconds(20));
        services.runUntilRotated();
        assertThat(services.secondStartsAt()).isEqualTo(services.firstCommittedAt());
    }

    /** A session that wants its next connection, while another one has the last place, which the test may give back. */
    private Admission.Ticket withoutPlaceForTheNextConnection() {
        Admission.Ticket other = fixture.gate.enter(2, () -> {});
        speakAndPause(60);
        fixture.twins()
                .maxSessions(2)
                .maxSessionDuration(ofSeconds(20))
                .readRate(1)
                .started();
        time.advance(ofSeconds(18));
        return other;
    }

    @Test
    void where_sessions_are_limited_the_next_connection_waits_for_a_place_of_its_own() {
        Admission.Ticket other = withoutPlaceForTheNextConnection();
        assertThat(service.connects()).isEqualTo(1);
        other.leave();
        time.settle();
        assertThat(service.connects()).isEqualTo(2);
        assertThat(fixture.gate.open()).isEqualTo(2);
    }

    @Test
    void the_place_of_a_connection_that_was_replaced_is_free() {
        RotatingService services = new RotatingService();
        speakAndPause(60);
        fixture.maxSessions(2);
        fixture.session = services.session(fixture, ofSeconds(20));
        services.runUntilRotated();
        assertThat(fixture.gate.open()).isEqualTo(1);
    }

    @Test
    void a_session_that_ends_while_its_next_connection_waits_for_a_place_leaves_the_queue() {
        Admission.Ticket other = withoutPlaceForTheNextConnection();
        fixture.session.abort(SessionFailure.of(ErrorCode.CLIENT_ERROR, "enough"));
        time.settle();
        other.leave();
        time.settle();
        assertThat(service.connects()).isEqualTo(1);
        assertThat(fixture.gate.open()).isZero();
    }

    @Test
    void a_next_connection_on_which_the_service_stays_mute_is_given_up_for_another_one() {
        List<ScriptedTransport> services = new ArrayList<>();
        speakAndPause(60);
        fixture.session = fixture.twins()
                .maxSessions(3)
                .maxSessionDuration(ofSeconds(20))
                .readRate(1)
                .begin((upgrade, receiver) -> {
                    services.add(new ScriptedTransport(time));
                    return services.get(services.size() - 1).connect(upgrade, receiver);
                });
        services.get(0).start();
        services.get(0).partial("speech");
        time.advance(ofSeconds(16));
        services.get(0).partial("more speech");
        services.get(1).accept();
        assertThat(fixture.gate.open()).isEqualTo(2);
        time.advance(ofSeconds(10));
        assertThat(services.get(1).isAborted()).isTrue();
        assertThat(fixture.gate.open()).isEqualTo(1);
        time.advance(ofSeconds(6));
        assertThat(services).hasSize(3);
    }

    @Test
    void the_audio_of_both_connections_is_seen_as_soon_as_it_is_sent() {
        RotatingService services = new RotatingService();
        speakAndPause(60);
        fixture.session = services.session(fixture, ofSeconds(20));
        services.runUntilRotated();
        assertThat(fixture.session.snapshots().get(0).audioSent()).isEqualTo(services.audioSent());
        time.advance(ofMillis(700));
        assertThat(fixture.session.snapshots().get(0).audioSent()).isEqualTo(services.audioSent());
    }

    /** Two connections at once, each with its own transport. */
    private final class RotatingService {
        private final ScriptedTransport first = new ScriptedTransport(time);
        private final ScriptedTransport second = new ScriptedTransport(time);

        SttSession session(SessionFixture around, Duration maxAge) {
            Transport both = (upgrade, receiver) ->
                    first.connects() == 0 ? first.connect(upgrade, receiver) : second.connect(upgrade, receiver);
            return around.twins().maxSessionDuration(maxAge).readRate(1).begin(both);
        }

        void runUntilRotated() {
            first.start();
            first.partial("speech");
            time.advance(ofSeconds(16));
            first.partial("more speech");
            second.start();
            time.advance(ofSeconds(2));
            assertThat(first.commits()).hasSize(1);
            assertThat(second.sent()).isEmpty();
            first.committed("before").timed("before", 0, 17.6);
            time.advance(ofMillis(200));
            assertThat(second.sent()).isNotEmpty();
            assertThat(first.isAborted()).isTrue();
        }

        Duration audioSent() {
            return ofMillis(first.audioMillis() + second.audioMillis());
        }

        long firstCommittedAt() {
            return first.audioMillis();
        }

        long secondStartsAt() {
            second.committed("after").timed("after", 0, 0.1);
            return listener.segments().get(1).startTime().orElseThrow();
        }
    }
}
