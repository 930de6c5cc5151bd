package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service is told about the speech may change within a session: it counts from the next connection on, which is made for it. */
class ChangedHintsTest extends SessionTestBase {

    /** Each connection has its own, in their order. */
    private final List<ScriptedTransport> services = new ArrayList<>();

    ChangedHintsTest() {
        super(new SessionFixture().reconnects(3).twins().readRate(1).previousText("before"));
    }

    private void begin() {
        fixture.begin(this::connect, time, ChangedHintsTest::upgrade);
        time.settle();
    }

    private void started() {
        begin();
        service(0).start();
        service(0).answersEmpty();
    }

    private CompletionStage<Transport.Link> connect(Callable<Transport.Upgrade> upgrade, Transport.Receiver receiver) {
        services.add(new ScriptedTransport(time));
        return services.get(services.size() - 1).connect(upgrade, receiver);
    }

    private static Transport.Upgrade upgrade(PcmFormat format, Hints hints) {
        String told = hints.languageCode() + "/" + String.join("/", hints.keyterms());
        return new Transport.Upgrade(URI.create("wss://service/" + told), Map.of(), Map.of());
    }

    private ScriptedTransport service(int connection) {
        return services.get(connection);
    }

    private String told(int connection) {
        return service(connection).upgrade().uri().getPath().substring(1);
    }

    private void change(String language, List<String> keyterms, String previousText) {
        fixture.session.change(new Hints.Change(language, keyterms, previousText));
        time.settle();
    }

    private void keyterms(String... terms) {
        change(null, List.of(terms), null);
    }

    private void speakAndPause(int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            audio.speech(ofMillis(1_600)).silence(ofMillis(400));
        }
    }

    /** The connection made last starts, and takes over in the next pause. */
    private void takesOver() {
        ScriptedTransport next = service(services.size() - 1).start();
        next.answersEmpty();
        time.advance(ofSeconds(3));
        assertThat(next.sent()).isNotEmpty();
    }

    /** The service transcribes all the time, so that it does not seem to have stalled. */
    private void goesOn(int seconds) {
        for (int second = 0; second < seconds; second++) {
            service(services.size() - 1).partial("word " + second);
            time.advance(ofSeconds(1));
        }
    }

    @Test
    void a_change_is_told_with_a_connection_that_is_made_for_it_and_takes_over_in_the_next_pause() {
        speakAndPause(20);
        started();
        time.advance(ofMillis(500));
        keyterms("Karlsson");
        assertThat(services).hasSize(2);
        assertThat(told(0)).isEqualTo("null/");
        assertThat(told(1)).isEqualTo("null/Karlsson");
        service(1).start();
        time.advance(ofMillis(900));
        assertThat(service(1).sent()).as("nobody pauses").isEmpty();
        time.advance(ofMillis(700));
        assertThat(service(0).isAborted()).isTrue();
        time.advance(ofSeconds(1));
        assertThat(service(0).commits()).hasSize(1);
        assertThat(service(0).audioMillis() + service(1).audioMillis()).isBetween(3_000L, 3_300L);
        assertThat(listener.sent()).doesNotContainKey(SessionObserver.Sending.AGAIN);
    }

    @Test
    void a_language_is_changed_like_keyterms_and_what_is_not_named_stays() {
        speakAndPause(60);
        started();
        keyterms("Karlsson", "Meier");
        takesOver();
        time.advance(ofSeconds(10));
        change("de", null, null);
        assertThat(told(2)).isEqualTo("de/Karlsson/Meier");
        takesOver();
        time.advance(ofSeconds(10));
        keyterms();
        assertThat(told(3)).isEqualTo("de/");
    }

    @Test
    void values_that_are_so_already_bring_about_nothing() {
        speakAndPause(20);
        started();
        change(null, List.of(), "before");
        time.advance(ofSeconds(15));
        assertThat(services).hasSize(1);
        assertThat(fixture.gate.open()).isEqualTo(1);
    }

    @Test
    void the_same_terms_in_another_order_bring_about_nothing() {
        begin();
        keyterms("one", "two");
        speakAndPause(20);
        time.settle();
        service(0).start();
        keyterms("two", "one");
        assertThat(services).hasSize(1);
    }

    @Test
    void a_change_that_is_taken_back_before_it_is_told_brings_about_nothing() {
        speakAndPause(20);
        started();
        keyterms("Karlsson");
        keyterms();
        service(0).message("{}");
        time.advance(ofSeconds(15));
        assertThat(services).hasSize(2);
        assertThat(service(1).isCancelled()).isTrue();
        assertThat(service(0).isAborted()).isFalse();
        assertThat(fixture.gate.open()).isEqualTo(1);
    }

    @Test
    void connections_are_replaced_for_changes_at_most_every_ten_seconds_and_the_last_change_wins() {
        speakAndPause(60);
        started();
        keyterms("one");
        takesOver();
        keyterms("two");
        time.advance(ofSeconds(3));
        keyterms("three");
        keyterms("four");
        time.advance(ofSeconds(2));
        assertThat(services).hasSize(2);
        time.advance(ofSeconds(5));
        assertThat(services).hasSize(3);
        assertThat(told(2)).isEqualTo("null/four");
        takesOver();
        goesOn(20);
        assertThat(services).hasSize(3);
    }

    @Test
    void a_change_that_comes_while_the_next_connection_is_made_is_told_with_the_one_after_that() {
        speakAndPause(60);
        started();
        keyterms("one");
        keyterms("two");
        assertThat(services).hasSize(2);
        takesOver();
        assertThat(told(1)).isEqualTo("null/one");
        time.advance(ofSeconds(11));
        assertThat(told(2)).isEqualTo("null/two");
    }

    @Test
    void a_reconnect_for_any_reason_is_told_the_newest_values() {
        speakAndPause(60);
        started();
        time.advance(ofSeconds(1));
        service(0).losesConnection();
        keyterms("one");
        keyterms("two");
        time.advance(ofSeconds(1));
        assertThat(told(1)).isEqualTo("null/two");
        service(1).start();
        service(1).answersEmpty();
        goesOn(30);
        assertThat(services).as("nothing is left to change").hasSize(2);
    }

    @Test
    void a_change_that_comes_after_a_reconnect_was_begun_is_told_with_the_connection_after_that() {
        speakAndPause(60);
        started();
        service(0).losesConnection();
        time.advance(ofSeconds(1));
        keyterms("late");
        service(1).start();
        service(1).answersEmpty();
        time.settle();
        assertThat(told(1)).isEqualTo("null/");
        assertThat(told(2)).isEqualTo("null/late");
    }

    @Test
    void a_change_before_the_first_connection_is_told_with_it() {
        begin();
        change("sv", List.of("Karlsson"), "hello");
        speakAndPause(20);
        time.settle();
        assertThat(told(0)).isEqualTo("sv/Karlsson");
        service(0).start();
        assertThat(service(0).sent().get(0).previousText()).isEqualTo("hello");
        time.advance(ofSeconds(15));
        assertThat(services).hasSize(1);
    }

    @Test
    void a_change_when_all_audio_is_committed_needs_no_pause() {
        audio.speechAndCommit(ofSeconds(2));
        started();
        time.advance(ofSeconds(5));
        assertThat(service(0).commits()).hasSize(1);
        keyterms("Karlsson");
        service(1).start();
        assertThat(service(0).isAborted()).isTrue();
        audio.speech(ofSeconds(1));
        time.advance(ofSeconds(2));
        assertThat(service(1).audioMillis()).isEqualTo(1_000);
    }

    @Test
    void without_a_pause_a_change_waits_for_25_seconds_at_most() {
        audio.speech(ofSeconds(60));
        fixture.vad();
        started();
        time.advance(ofSeconds(1));
        keyterms("Karlsson");
        service(1).start();
        for (int second = 0; second < 24; second++) {
            service(0).partial("word " + second);
            time.advance(ofSeconds(1));
        }
        assertThat(service(1).sent()).allMatch(message -> !message.isAudio());
        time.advance(ofSeconds(2));
        assertThat(service(0).isAborted()).isTrue();
        assertThat(service(1).audioMillis()).isPositive();
    }

    @Test
    void a_change_is_told_within_25_seconds_also_when_no_audio_comes() {
        audio.speech(ofMillis(1_500));
        started();
        time.advance(ofSeconds(2));
        keyterms("Karlsson");
        service(1).start();
        time.advance(ofSeconds(26));
        assertThat(service(0).commits()).hasSize(1);
        assertThat(service(0).isAborted()).isTrue();
        assertThat(state()).isEqualTo(SessionState.STREAMING);
    }

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

    // The text before

    @Test
    void a_text_before_goes_with_the_first_message_of_the_next_connection_whatever_is_said_meanwhile() {
        speakAndPause(60);
        fixture.begin(this::connect, time, ChangedHintsTest::upgrade);
        time.settle();
        service(0).start();
        change(null, null, "My name is Karlsson");
        service(1).start();
        time.advance(ofSeconds(2));
        service(0).committed("said meanwhile").timed("said meanwhile", 0, 1.5);
        time.advance(ofSeconds(1));
        assertThat(service(0).sent().get(0).previousText()).isEqualTo("before");
        assertThat(service(1).sent().get(0).previousText()).isEqualTo("My name is Karlsson");
        assertThat(told(1)).isEqualTo(told(0));
        goesOn(20);
        assertThat(services).hasSize(2);
    }

    @Test
    void a_text_before_is_told_again_until_there_is_a_newer_text() {
        speakAndPause(60);
        started();
        change(null, null, "My name is Karlsson");
        takesOver();
        service(1).losesConnection();
        time.advance(ofSeconds(1));
        service(2).start();
        assertThat(service(2).sent().get(0).previousText()).isEqualTo("My name is Karlsson");
        time.advance(ofSeconds(22));
        service(2).committed("newer").timed("newer", 0, 1);
        service(2).losesConnection();
        time.advance(ofSeconds(1));
        service(3).start();
        assertThat(service(3).sent().get(0).previousText()).isEqualTo("newer");
    }

    // Refused by the service

    private void refuse(ScriptedTransport next, String how) {
        switch (how) {
            case "message" -> next.accept().error("invalid_request", "Invalid language code: xx");
            case "close" -> next.accept().closes(1008, "");
            default -> next.refuse(new HandshakeException(400));
        }
    }

    @Test
    void what_the_service_is_told_is_seen_from_outside_when_the_connection_with_a_change_is_in_use() {
        speakAndPause(60);
        started();
        change("de", List.of("Karlsson", "Meier"), null);
        assertThat(hints()).hasToString("0 keyterms, any language");
        takesOver();
        assertThat(hints()).hasToString("2 keyterms, language de");
    }

    private Hints hints() {
        return fixture.session.snapshots().get(0).hints().orElseThrow();
    }

    @Test
    void a_next_connection_that_cannot_be_made_is_one_warning_however_often_it_is_tried() {
        try (CapturedLog log = CapturedLog.everything()) {
            speakAndPause(90);
            started();
            keyterms("Karlsson");
            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(services).hasSize(attempt + 1);
                service(attempt).refuse(new HandshakeException(503));
                for (int second = 0; second < 11; second++) {
                    service(0).partial("word " + second);
                    time.advance(ofSeconds(1));
                }
            }
            assertThat(log.of(Connections.class))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN session-1 could not make its next connection (");
            takesOver();
            assertThat(told(4)).isEqualTo("null/Karlsson");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "close", "handshake"})
    void a_change_that_the_service_refuses_is_taken_back_and_the_session_goes_on(String how) {
        try (CapturedLog log = CapturedLog.everything()) {
            speakAndPause(90);
            started();
            change("xx", List.of("Karlsson"), null);
            refuse(service(1), how);
            time.advance(ofSeconds(30));
            assertThat(services).hasSize(2);
            assertThat(log.of(CurrentHints.class))
                    .anyMatch(line -> line.startsWith("WARN session-1 the service refused a change"));
        }
        assertThat(service(0).isAborted()).isFalse();
        assertThat(fixture.gate.open()).isEqualTo(1);
        service(0).losesConnection();
        time.advance(ofSeconds(1));
        assertThat(told(2)).isEqualTo("null/");
    }

    @Test
    void a_value_that_was_refused_does_not_hold_up_later_changes() {
        speakAndPause(60);
        started();
        change("xx", null, null);
        refuse(service(1), "message");
        time.advance(ofSeconds(11));
        change("xx", List.of("Karlsson"), null);
        assertThat(told(2)).isEqualTo("null/Karlsson");
    }

    @Test
    void a_connection_that_fails_for_another_reason_is_tried_again_with_the_change() {
        speakAndPause(60);
        started();
        keyterms("Karlsson");
        service(1).accept().error("rate_limited", "too many sessions");
        time.advance(ofSeconds(9));
        assertThat(services).hasSize(2);
        time.advance(ofSeconds(1));
        assertThat(told(2)).isEqualTo("null/Karlsson");
    }

    @Test
    void a_change_that_is_refused_with_a_reconnect_is_taken_back_at_once() {
        speakAndPause(60);
        started();
        service(0).losesConnection();
        change("xx", null, null);
        time.advance(ofSeconds(1));
        refuse(service(1), "message");
        time.settle();
        assertThat(told(2)).isEqualTo("null/");
        service(2).start();
        assertThat(state()).isEqualTo(SessionState.STREAMING);
    }

    @Test
    void a_change_that_is_refused_only_after_the_start_is_taken_back_too() {
        speakAndPause(60);
        started();
        change("xx", null, null);
        takesOver();
        long before = service(0).audioMillis();
        refuse(service(1), "message");
        time.settle();
        assertThat(told(2)).isEqualTo("null/");
        service(2).start();
        service(2).answersEmpty();
        time.advance(ofSeconds(2));
        assertThat(state()).isEqualTo(SessionState.STREAMING);
        assertThat(before).isPositive();
    }

    @Test
    void options_that_the_service_refuses_still_end_the_session() {
        speakAndPause(10);
        begin();
        refuse(service(0), "message");
        assertThat(state()).isEqualTo(SessionState.FAILED);
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void a_change_after_the_end_is_no_fault() {
        audio.speech(ofSeconds(1)).end();
        started();
        time.advance(Duration.ofMinutes(1));
        assertThat(state().isEnd()).isTrue();
        keyterms("Karlsson");
        assertThat(services).hasSize(1);
    }
}
