package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each commit of the service becomes one segment, in order. */
class SessionListeningTest extends SessionTestBase {

    SessionListeningTest() {
        super(new SessionFixture());
    }

    @Test
    void a_commit_and_its_twin_are_one_segment_with_times() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.committed("Hello");
        assertThat(listener.texts()).isEmpty();
        service.timed("Hello", 0.5, 1.25);
        assertThat(listener.texts()).containsExactly("Hello");
        assertThat(listener.segments().get(0).startTime()).contains(500L);
        assertThat(listener.segments().get(0).endTime()).contains(1_250L);
        assertThat(listener.segments().get(0).languageCode()).isEqualTo("en");
    }

    @Test
    void a_twin_that_comes_first_is_enough() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.timed("Hello", 0, 1).committed("Hello");
        time.advance(ofSeconds(10));
        assertThat(listener.texts()).containsExactly("Hello");
    }

    @Test
    void waiting_for_a_twin_has_a_limit() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.committed("Hello");
        time.advance(TwinPairing.TWIN_WAIT.minusMillis(1));
        assertThat(listener.texts()).isEmpty();
        time.advance(ofMillis(1));
        assertThat(listener.texts()).containsExactly("Hello");
    }

    @Test
    void an_unrequested_twin_is_no_second_segment() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.committed("Hello").timed("Hello", 0, 1);
        assertThat(listener.texts()).containsExactly("Hello");
    }

    @Test
    void equal_sentences_in_a_row_are_all_delivered() {
        audio.speech(ofSeconds(3));
        fixture.twins().started();
        service.committed("Yes").timed("Yes", 0, 1).committed("Yes").timed("Yes", 2, 3);
        assertThat(listener.texts()).containsExactly("Yes", "Yes");
    }

    @Test
    void partials_are_reported_without_echoes_and_repeats() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.partial("")
                .partial("the")
                .partial("the")
                .partial("the door")
                .committed("The door.")
                .partial("The door.");
        service.partial("is open");
        assertThat(listener.partials()).containsExactly("the", "the door", "is open");
    }

    @Test
    void commits_of_the_service_are_segments_unless_they_are_empty() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.committed("One.").committed("").committed("Two.");
        assertThat(listener.texts()).containsExactly("One.", "Two.");
        assertThat(listener.segments()).extracting(segment -> segment.index()).containsExactly(0, 1);
    }

    @Test
    void a_word_committed_as_empty_text_takes_the_text_of_its_partial() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.partial("No").committed("").partial("No");
        assertThat(listener.texts()).containsExactly("No");
    }

    @Test
    void unknown_malformed_and_obsolete_messages_change_nothing() {
        audio.speech(ofSeconds(3));
        fixture.started();
        service.message("{\"message_type\":\"next_year\"}")
                .message("not json")
                .message("[]")
                .message("{\"message_type\":\"warning\",\"warning\":\"slow down\"}")
                .message("{\"message_type\":\"final_transcript\",\"text\":\"dead\"}");
        assertThat(state()).isEqualTo(STREAMING);
        assertThat(listener.texts()).isEmpty();
    }
}
