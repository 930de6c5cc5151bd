package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.SessionSettings.Annotation.ENTITIES;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How far the source is covered, as the listener learns it. */
class SessionCoverageTest extends SessionTestBase {

    private static final Duration PATIENCE = ofSeconds(10);

    SessionCoverageTest() {
        super(new SessionFixture());
    }

    @Test
    void a_segment_covers_the_audio_up_to_its_commit() {
        audio.speechAndCommit(ofSeconds(2)).speechAndCommit(ofSeconds(3));
        fixture.started();
        service.committed("one");
        assertThat(listener.coverage()).containsExactly("one 2000", "2000");
        service.committed("two");
        assertThat(listener.coverage()).containsExactly("one 2000", "2000", "two 5000", "5000");
        assertThat(fixture.session.position()).isEqualTo(ofSeconds(5));
    }

    @Test
    void a_segment_that_waits_for_annotations_covers_no_more_than_when_its_answer_came() {
        fixture.annotations(ENTITIES);
        audio.speechAndCommit(ofSeconds(2)).speechAndCommit(ofSeconds(3));
        fixture.started();
        service.committed("one").committed("two");
        assertThat(listener.coverage())
                .as("nothing is covered that is not delivered")
                .isEmpty();
        service.noEntities("one");
        assertThat(listener.coverage()).containsExactly("one 2000", "2000");
        time.advance(PATIENCE);
        assertThat(listener.coverage()).containsExactly("one 2000", "2000", "two 5000", "5000");
    }

    @Test
    void silence_behind_a_commit_is_covered_but_for_half_a_second() {
        audio.speechAndCommit(ofSeconds(2));
        fixture.started();
        service.committed("one");
        audio.silence(ofMillis(500));
        time.settle();
        assertThat(listener.coverage()).endsWith("2000");
        audio.silence(ofSeconds(2));
        time.settle();
        assertThat(listener.coverage()).endsWith("4000");
        audio.silence(ofMillis(100)).speech(ofSeconds(1)).silence(ofSeconds(1));
        time.settle();
        assertThat(listener.coverage()).endsWith("4100");
    }

    @Test
    void silence_behind_a_segment_that_waits_is_covered_when_it_goes() {
        fixture.annotations(ENTITIES);
        audio.speechAndCommit(ofSeconds(2)).silence(ofSeconds(3));
        fixture.started();
        service.committed("one");
        assertThat(listener.coverage()).isEmpty();
        service.noEntities("one");
        assertThat(listener.coverage().get(0)).isEqualTo("one 2000");
        assertThat(listener.coverage()).endsWith("4500");
    }

    @Test
    void a_session_that_resumes_is_covered_up_to_where_it_begins() {
        fixture.resumption(Resumption.at(ofSeconds(60), 4, false));
        audio.speechAndCommit(ofSeconds(2));
        fixture.started();
        service.committed("five");
        assertThat(listener.coverage()).containsExactly("60000", "five 62000", "62000");
        assertThat(listener.segments().get(0).index()).isEqualTo(4);
    }

    @Test
    void one_that_fails_before_it_has_any_audio_is_covered_as_far_as_the_one_before() {
        fixture.resumption(Resumption.at(ofSeconds(60), 4, false));
        audio.breaks(new IllegalStateException("away"));
        fixture.begin();
        assertThat(listener.end().committedThrough()).isEqualTo(ofSeconds(60));
    }

    @Test
    void and_so_is_one_that_gets_no_connection() {
        fixture.resumption(Resumption.at(ofSeconds(60), 4, false));
        audio.speech(ofSeconds(2));
        fixture.begin();
        service.refuse(new HandshakeException(401));
        assertThat(listener.failure().code()).isEqualTo(ErrorCode.AUTH_ERROR);
        assertThat(listener.end().committedThrough()).isEqualTo(ofSeconds(60));
        assertThat(listener.end().audioDuration()).isZero();
    }
}
