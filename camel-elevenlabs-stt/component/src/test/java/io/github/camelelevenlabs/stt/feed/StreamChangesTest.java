package io.github.camelelevenlabs.stt.feed;

import static io.github.camelelevenlabs.stt.feed.StreamFixture.audio;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.joined;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.session.Hints;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Later messages of a stream change its session. */
class StreamChangesTest {

    private static final byte[] FIRST = audio(1_000, 1);
    private static final byte[] SECOND = audio(2_000, 2);

    private final StreamFixture fixture = new StreamFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Hints.Change keyterms(String... terms) {
        return new Hints.Change(null, List.of(terms), null);
    }

    @Test
    void changes_reach_the_session_in_the_order_of_the_messages_and_the_first_message_is_none() {
        fixture.send(FIRST, Map.of(Headers.KEYTERMS, "planned"));
        fixture.send(SECOND, Map.of(Headers.KEYTERMS, "one, two"));
        fixture.send(SECOND, Map.of(Headers.LANGUAGE_CODE, "de", Headers.PREVIOUS_TEXT, " Guten Tag "));
        assertThat(fixture.session().changes)
                .containsExactly(keyterms("one", "two"), new Hints.Change("de", null, "Guten Tag"));
        assertThat(fixture.session().read()).isEqualTo(joined(FIRST, SECOND, SECOND));
    }

    @Test
    void a_message_that_only_changes_is_done_at_once_while_audio_waits() {
        Sent waiting = fixture.send(FIRST);
        Sent change = fixture.send(null, Map.of(Headers.KEYTERMS, List.of()));
        assertThat(waiting.done).isFalse();
        assertThat(change.body()).isNull();
        assertThat(fixture.session().changes).containsExactly(keyterms());
    }

    @Test
    void a_message_that_only_changes_is_done_at_once_with_acknowledge_routed_too() {
        fixture.routed = true;
        Sent waiting = fixture.send(FIRST);
        fixture.session().read();
        Sent change = fixture.send(null, Map.of(Headers.KEYTERMS, "one"));
        assertThat(change.accepted()).isTrue();
        assertThat(waiting.done).isFalse();
    }

    @Test
    void a_message_that_only_changes_begins_no_session() {
        assertThat(fixture.send(null, Map.of(Headers.KEYTERMS, "one")).body()).isNull();
        assertThat(fixture.sessions).isEmpty();
    }

    @Test
    void a_message_may_commit_and_change() {
        fixture.send(FIRST);
        fixture.send(null, Map.of(Headers.KEYTERMS, "one", Headers.COMMIT, true));
        assertThat(fixture.session().changes).containsExactly(keyterms("one"));
    }

    @Test
    void an_empty_message_whose_text_before_is_blank_changes_nothing() {
        fixture.send(FIRST);
        assertThat(fixture.send(null, Map.of(Headers.PREVIOUS_TEXT, " ")).failure())
                .hasMessageContaining("neither commits nor ends nor changes");
    }

    @Test
    void a_stream_that_is_changed_is_not_idle() {
        fixture.send(FIRST);
        fixture.session().read();
        Duration half = StreamFixture.IDLE.dividedBy(2).plusSeconds(1);
        fixture.time.advance(half);
        fixture.send(null, Map.of(Headers.KEYTERMS, "one"));
        fixture.time.advance(half);
        fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(1);
    }
}
