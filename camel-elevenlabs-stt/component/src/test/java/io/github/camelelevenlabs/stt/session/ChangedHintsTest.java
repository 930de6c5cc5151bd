package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service is told about the speech may change within a session: it counts from the next connection on, which is made for it. */
class ChangedHintsTest extends ChangedHintsTestBase {

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
    void a_text_before_goes_with_the_first_message_of_the_next_connection_whatever_is_said_meanwhile() {
        speakAndPause(60);
        begin();
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
    void a_session_that_ends_soon_after_a_change_leaves_no_timer() {
        speakAndPause(4);
        audio.end();
        started();
        keyterms("Karlsson");
        takesOver();
        time.advance(ofSeconds(2));
        service(1).closes(1000, "");
        time.settle();
        assertThat(state()).isEqualTo(SessionState.CLOSED);
        assertThat(time.timers()).isZero();
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
