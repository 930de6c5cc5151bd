package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionSettings.Annotation.EDITED_TEXT;
import static io.github.camelelevenlabs.stt.session.SessionSettings.Annotation.ENTITIES;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSED;
import static io.github.camelelevenlabs.stt.session.SessionState.CLOSING;
import static io.github.camelelevenlabs.stt.session.SessionState.DRAINING;
import static io.github.camelelevenlabs.stt.session.SessionState.FAILED;
import static io.github.camelelevenlabs.stt.session.SessionState.STREAMING;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.transcript.Entity;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A segment waits for its annotations (entities, edited text) but is never lost for them. */
class AnnotationsTest extends SessionTestBase {

    private static final Duration PATIENCE = ofSeconds(10);
    private static final Entity ANNA = new Entity("Anna", "name", 5, 9);

    AnnotationsTest() {
        super(new SessionFixture().reconnects(3));
    }

    private void streaming() {
        audio.speech(ofSeconds(5));
        fixture.vad().started();
        assertThat(state()).isEqualTo(STREAMING);
    }

    private List<String> edits() {
        return listener.segments().stream().map(Segment::editedText).toList();
    }

    @Test
    void entities_join_their_segment() {
        fixture.annotations(ENTITIES);
        streaming();
        service.committed("Call Anna.");
        assertThat(listener.segments()).isEmpty();
        service.entities("Call Anna.", "Anna");
        assertThat(listener.texts()).containsExactly("Call Anna.");
        assertThat(listener.segments().get(0).entities()).containsExactly(ANNA);
    }

    @Test
    void a_segment_is_released_when_the_service_reports_no_entities() {
        fixture.annotations(ENTITIES);
        streaming();
        service.committed("Hello.").noEntities("Hello.");
        assertThat(listener.segments().get(0).entities()).isEmpty();
    }

    @Test
    void entities_that_come_before_the_twin_are_kept_for_it() {
        fixture.annotations(ENTITIES).twins();
        streaming();
        service.committed("Call Anna.").entities("Call Anna.", "Anna").timed("Call Anna.", 0.1, 1.0);
        assertThat(listener.segments().get(0).entities()).containsExactly(ANNA);
    }

    @Test
    void positions_are_counted_in_java_characters() {
        fixture.annotations(ENTITIES);
        streaming();
        service.committed("𝄞𝄞 Anna").entities("𝄞𝄞 Anna", "Anna");
        Entity found = listener.segments().get(0).entities().get(0);
        assertThat("𝄞𝄞 Anna".substring(found.startChar(), found.endChar())).isEqualTo("Anna");
    }

    @Test
    void invalid_positions_are_ignored() {
        fixture.annotations(ENTITIES);
        streaming();
        service.committed("Anna")
                .message("{\"message_type\":\"committed_transcript_entities\",\"text\":\"Anna\",\"entities\":"
                        + "[{\"text\":\"Anna\",\"entity_type\":\"name\",\"start_char\":-1,\"end_char\":99}]}");
        assertThat(listener.segments().get(0).entities()).containsExactly(new Entity("Anna", "name", -1, 99));
    }

    @Test
    void edits_that_come_out_of_order_find_their_segment_and_segments_keep_theirs() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        service.committed("one").committed("two").edited("two", "2");
        assertThat(listener.segments()).isEmpty();
        service.edited("one", "1");
        assertThat(listener.texts()).containsExactly("one", "two");
        assertThat(edits()).containsExactly("1", "2");
    }

    @Test
    void equal_sentences_in_a_row_get_one_edit_each() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        service.committed("yes").committed("yes").edited("yes", "first").edited("yes", "second");
        assertThat(edits()).containsExactly("first", "second");
    }

    @Test
    void an_annotation_that_never_comes_is_waited_for_a_limited_time() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        service.committed("one");
        time.advance(PATIENCE.minusMillis(1));
        assertThat(listener.segments()).isEmpty();
        time.advance(ofMillis(1));
        assertThat(listener.texts()).containsExactly("one");
        assertThat(edits()).containsExactly((String) null);
    }

    @Test
    void a_segment_behind_a_waiting_one_is_released_right_after_it() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        service.committed("one");
        time.advance(ofSeconds(6));
        service.committed("two").edited("two", "2");
        time.advance(ofSeconds(4));
        assertThat(listener.texts()).containsExactly("one", "two");
        assertThat(edits()).containsExactly(null, "2");
    }

    @Test
    void an_annotation_that_comes_too_late_is_logged_once_and_dropped() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        try (CapturedLog log = CapturedLog.everything()) {
            service.committed("yes").committed("no");
            time.advance(PATIENCE);
            service.edited("yes", "late").edited("no", "late too");
            assertThat(log.text()).containsOnlyOnce("came after its transcript was routed without it, 10000 ms");
        }
        service.committed("yes").edited("yes", "in time");
        assertThat(edits()).containsExactly(null, null, "in time");
    }

    @Test
    void a_lost_edit_does_not_take_the_edit_of_a_later_equal_sentence() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        service.committed("yes");
        time.advance(PATIENCE);
        service.committed("yes").edited("yes", "Yes.");
        assertThat(edits()).containsExactly(null, "Yes.");
    }

    @Test
    void waiting_for_a_service_without_annotations_ends_after_a_while() {
        fixture.annotations(ENTITIES);
        streaming();
        try (CapturedLog log = CapturedLog.everything()) {
            for (String text : List.of("one", "two", "three")) {
                service.committed(text);
                time.advance(PATIENCE);
            }
            service.committed("four");
            assertThat(listener.texts()).containsExactly("one", "two", "three", "four");
            assertThat(log.text()).containsOnlyOnce("entityDetection was asked for and did not come within 10000 ms");
        }
    }

    @Test
    void a_service_that_annotates_in_time_is_waited_for_again() {
        fixture.annotations(ENTITIES);
        streaming();
        for (String text : List.of("one", "two", "three")) {
            service.committed(text);
            time.advance(PATIENCE);
        }
        service.committed("four").noEntities("four").committed("five");
        assertThat(listener.texts()).containsExactly("one", "two", "three", "four");
        service.noEntities("five");
        assertThat(listener.texts()).endsWith("five");
    }

    @Test
    void an_unrequested_annotation_is_neither_awaited_nor_shown() {
        streaming();
        service.committed("Call Anna.").entities("Call Anna.", "Anna").edited("Call Anna.", "CALL ANNA");
        assertThat(listener.segments().get(0).entities()).isEmpty();
        assertThat(edits()).containsExactly((String) null);
    }

    @Test
    void an_annotation_of_silence_is_ignored() {
        fixture.annotations(ENTITIES);
        streaming();
        service.committed("").noEntities("").committed("one").noEntities("one");
        assertThat(listener.texts()).containsExactly("one");
    }

    // The end

    @Test
    void the_last_segments_annotation_is_waited_for_before_the_connection_is_closed() {
        audio.speech(ofSeconds(2)).end();
        fixture.annotations(EDITED_TEXT).started();
        service.committed("the end");
        time.advance(ofSeconds(5));
        assertThat(state()).isEqualTo(DRAINING);
        assertThat(service.closedWith()).isNull();
        service.edited("the end", "The end.");
        assertThat(state()).isEqualTo(CLOSING);
        service.closes(1000, "");
        assertThat(edits()).containsExactly("The end.");
        assertThat(listener.end().failure()).isEmpty();
    }

    @Test
    void an_answer_just_before_the_deadline_still_gets_the_full_wait() {
        audio.speech(ofSeconds(2)).end();
        fixture.annotations(EDITED_TEXT).started();
        time.advance(ofSeconds(29));
        service.committed("the end");
        time.advance(ofSeconds(9));
        assertThat(state()).isEqualTo(DRAINING);
        service.edited("the end", "The end.").closes(1000, "");
        assertThat(edits()).containsExactly("The end.");
        assertThat(service.connects()).isEqualTo(1);
    }

    @Test
    void waiting_at_the_end_has_a_limit() {
        audio.speech(ofSeconds(2)).end();
        fixture.annotations(EDITED_TEXT).started();
        service.committed("the end");
        time.advance(PATIENCE);
        assertThat(state()).isEqualTo(CLOSING);
        time.advance(ofSeconds(1));
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.texts()).containsExactly("the end");
    }

    @Test
    void a_connection_that_ends_while_the_last_segment_waits_ends_the_session_with_it() {
        audio.speech(ofSeconds(2)).end();
        fixture.annotations(EDITED_TEXT).started();
        service.committed("the end");
        time.advance(ofSeconds(1));
        service.closes(1000, "");
        assertThat(state()).isEqualTo(CLOSED);
        assertThat(listener.texts()).containsExactly("the end");
        assertThat(listener.end().failure()).isEmpty();
    }

    // Failures

    @Test
    void a_lost_connection_releases_the_waiting_segments_and_sends_none_of_them_again() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        fixture.annotations(ENTITIES).started();
        service.committed("two seconds");
        assertThat(listener.segments()).isEmpty();
        service.losesConnection();
        assertThat(listener.texts()).containsExactly("two seconds");
        time.advance(ofSeconds(1));
        service.start();
        assertThat(service.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void a_session_that_fails_delivers_the_waiting_segments_before_its_end() {
        fixture.annotations(ENTITIES);
        streaming();
        service.committed("one").error("quota_exceeded", "You have exceeded your quota.");
        assertThat(state()).isEqualTo(FAILED);
        assertThat(listener.texts()).containsExactly("one");
    }

    @Test
    void a_planned_change_of_connections_waits_for_annotations_on_the_old_one() {
        ScriptedTransport next = new ScriptedTransport(time);
        Transport both = (upgrade, receiver) ->
                service.connects() == 0 ? service.connect(upgrade, receiver) : next.connect(upgrade, receiver);
        audio.speech(ofSeconds(60));
        fixture.annotations(EDITED_TEXT)
                .maxSessionDuration(ofSeconds(20))
                .readRate(1)
                .begin(both);
        service.start();
        time.advance(ofSeconds(8));
        service.partial("speech");
        time.advance(ofSeconds(8));
        service.partial("more speech");
        next.start();
        time.advance(ofSeconds(3));
        service.committed("before");
        time.advance(ofSeconds(1));
        assertThat(listener.segments()).isEmpty();
        assertThat(next.sent()).isEmpty();
        service.edited("before", "Before.");
        fixture.session.delivered();
        time.settle();
        assertThat(edits()).containsExactly("Before.");
        assertThat(next.sent()).isNotEmpty();
    }

    @Test
    void segments_that_wait_count_as_not_routed() {
        fixture.annotations(EDITED_TEXT);
        streaming();
        for (int i = 0; i < Sender.MAX_UNDELIVERED; i++) {
            service.committed("segment " + i);
        }
        long sent = service.audioMillis();
        audio.speech(ofSeconds(5));
        time.settle();
        assertThat(service.audioMillis()).isEqualTo(sent);
        for (int i = 0; i < Sender.MAX_UNDELIVERED; i++) {
            service.edited("segment " + i, "edited");
            fixture.session.delivered();
        }
        time.settle();
        assertThat(service.audioMillis()).isEqualTo(sent + 5_000);
    }

    @Test
    void entities_of_a_long_text_are_counted_once() {
        fixture.annotations(ENTITIES);
        streaming();
        String text = "😀 ".repeat(300_000) + "Anna";
        String entity = "{\"text\":\"Anna\",\"entity_type\":\"name\",\"start_char\":600000,\"end_char\":600004}";
        service.committed(text);

        assertTimeoutPreemptively(
                ofSeconds(20),
                () -> service.message("{\"message_type\":\"committed_transcript_entities\",\"text\":\"" + text
                        + "\",\"entities\":[" + entity + ("," + entity).repeat(20_000) + "]}"));
        assertThat(listener.segments().get(0).entities())
                .hasSize(20_001)
                .contains(new Entity("Anna", "name", 900_000, 900_004));
    }

    @Test
    void a_flood_of_segments_does_not_wait_for_missing_annotations() {
        fixture.annotations(ENTITIES);
        streaming();
        for (int i = 0; i < 1_000; i++) {
            service.committed("Text " + i + ".");
        }
        assertThat(listener.segments()).hasSizeGreaterThan(700);
    }
}
