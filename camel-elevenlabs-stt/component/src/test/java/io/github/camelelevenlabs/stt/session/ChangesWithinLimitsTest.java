package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A change needs a second connection for a moment, and a place for it where sessions are limited. */
class ChangesWithinLimitsTest extends ChangedHintsTestBase {

    private final ScriptedPermits permits = new ScriptedPermits();

    @Test
    void where_sessions_are_limited_a_change_waits_for_a_place_and_is_told_the_newest_then() {
        Admission.Ticket other = fixture.gate.enter(2, () -> {});
        speakAndPause(60);
        fixture.maxSessions(2);
        started();
        keyterms("one");
        time.advance(ofSeconds(20));
        assertThat(services).hasSize(1);
        keyterms("two");
        other.leave();
        time.settle();
        assertThat(told(1)).isEqualTo("null/two");
        takesOver();
        assertThat(fixture.gate.open()).isEqualTo(1);
    }

    @Test
    void with_one_place_all_audio_is_sent_without_the_change_and_the_log_says_so() {
        try (CapturedLog log = CapturedLog.everything()) {
            fixture.maxSessions(1);
            speakAndPause(20);
            started();
            keyterms("Karlsson");
            goesOn(30);
            assertThat(services).hasSize(1);
            assertThat(service(0).audioMillis()).isEqualTo(20_000);
            assertThat(log.of(Connections.class))
                    .filteredOn(line -> line.startsWith("INFO"))
                    .containsExactly("INFO session-1 needs a second place for its next connection, and waits for it:"
                            + " maxConcurrentSessions or the sessionPermits have none left");
        }
        assertThat(fixture.gate.open()).isEqualTo(1);
        ends();
    }

    private void ends() {
        audio.end();
        time.settle();
        time.advance(Duration.ofMinutes(2));
        assertThat(state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void with_one_place_a_reconnect_is_told_the_change() {
        fixture.maxSessions(1);
        speakAndPause(60);
        started();
        keyterms("Karlsson");
        goesOn(5);
        service(0).losesConnection();
        time.advance(ofSeconds(1));
        assertThat(told(1)).isEqualTo("null/Karlsson");
        service(1).start();
        service(1).answersEmpty();
        goesOn(15);
        assertThat(services).hasSize(2);
        assertThat(fixture.gate.open()).isEqualTo(1);
    }

    @Test
    void a_session_that_waits_for_a_second_place_holds_up_no_other_when_it_ends() {
        List<String> turns = new ArrayList<>();
        fixture.maxSessions(1);
        speakAndPause(4);
        started();
        keyterms("Karlsson");
        Admission.Ticket other = fixture.gate.enter(1, () -> turns.add("another session"));
        goesOn(5);
        ends();
        assertThat(turns).containsExactly("another session");
        other.leave();
    }

    // With permits that instances share

    private void startedWithPermit() {
        fixture.permits(permits);
        begin();
        permits.give(0);
        time.settle();
        service(0).start();
        service(0).answersEmpty();
    }

    @Test
    void a_change_waits_for_a_permit_and_gives_one_back_when_it_has_taken_over() {
        speakAndPause(60);
        startedWithPermit();
        keyterms("Karlsson");
        goesOn(15);
        assertThat(permits.asked()).isEqualTo(2);
        assertThat(services).hasSize(1);
        permits.give(1);
        time.settle();
        takesOver();
        assertThat(told(1)).isEqualTo("null/Karlsson");
        assertThat(permits.left()).isEqualTo(1);
        assertThat(fixture.gate.open()).isEqualTo(1);
        assertThat(service(0).audioMillis() + service(1).audioMillis()).isBetween(16_000L, 19_000L);
        assertThat(listener.sent()).doesNotContainKey(SessionObserver.Sending.AGAIN);
    }

    @Test
    void a_session_that_ends_while_its_change_waits_for_a_permit_leaves_both_queues() {
        speakAndPause(4);
        startedWithPermit();
        keyterms("Karlsson");
        goesOn(5);
        ends();
        assertThat(permits.left()).isEqualTo(2);
        assertThat(fixture.gate.open()).isZero();
        permits.give(1);
        time.advance(ofSeconds(20));
        assertThat(services).as("a permit that comes too late").hasSize(1);
    }

    @Test
    void a_change_that_is_taken_back_while_it_waits_leaves_the_queue() {
        speakAndPause(60);
        startedWithPermit();
        keyterms("Karlsson");
        keyterms();
        assertThat(permits.left()).isEqualTo(1);
        permits.give(1);
        goesOn(15);
        assertThat(services).hasSize(1);
    }

    @Test
    void a_next_connection_that_fails_gives_its_permit_back_and_another_one_is_asked_for() {
        speakAndPause(60);
        startedWithPermit();
        keyterms("Karlsson");
        permits.give(1);
        time.settle();
        service(1).refuse(new HandshakeException(503));
        time.settle();
        assertThat(permits.left()).isEqualTo(1);
        for (int second = 0; second < 11; second++) {
            service(0).partial("word " + second);
            time.advance(ofSeconds(1));
        }
        assertThat(permits.asked()).isEqualTo(3);
        permits.give(2);
        time.settle();
        takesOver();
        assertThat(told(2)).isEqualTo("null/Karlsson");
        assertThat(permits.left()).isEqualTo(2);
    }

    @Test
    void a_connection_that_is_lost_while_its_change_waits_is_replaced_with_the_permit_of_the_session() {
        speakAndPause(60);
        startedWithPermit();
        keyterms("Karlsson");
        goesOn(5);
        service(0).losesConnection();
        time.advance(ofSeconds(1));
        assertThat(permits.left()).as("what waited").isEqualTo(1);
        assertThat(told(1)).isEqualTo("null/Karlsson");
        service(1).start();
        service(1).answersEmpty();
        goesOn(15);
        assertThat(permits.asked()).isEqualTo(2);
        assertThat(permits.left()).isEqualTo(1);
    }
}
