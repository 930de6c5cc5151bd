package io.github.camelelevenlabs.stt.feed;

import static io.github.camelelevenlabs.stt.feed.StreamFixture.IDLE;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.audio;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.delivery.Journals;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a session fails its messages come again, and no message behind them goes before them. */
class FailedStreamTest {

    private final StreamFixture fixture = new StreamFixture();
    private final HeldCalls calls = new HeldCalls();

    @BeforeEach
    void keep() throws Exception {
        fixture.journals = new Journals(calls, fixture.time, fixture.failures());
        fixture.routed = true;
        fixture.consume();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void answer() {
        calls.answer(fixture);
    }

    /** A second of the stream. */
    private Sent second(int number) {
        return second(number, Map.of());
    }

    private Sent second(int number, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(Headers.AUDIO_POSITION, number * 1_000L);
        Sent sent = fixture.send(audio(1_000, number + 1), all);
        answer();
        return sent;
    }

    /** Sends the seconds from 0 to 2, of which the first is done, and fails their session. */
    private Sent[] failing(ErrorCode code) {
        Sent[] sent = {second(0), second(1), second(2)};
        fixture.session().read();
        fixture.session().say("zero", ofSeconds(1));
        answer();
        fixture.route();
        answer();
        fixture.session().fail(code);
        answer();
        return sent;
    }

    private Sent[] failing() {
        return failing(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void a_new_message_that_comes_before_those_that_failed_fails_too() {
        Sent[] sent = failing();
        assertThat(sent[0].accepted()).isTrue();
        assertThat(sent[1].failed() && sent[2].failed()).isTrue();
        Sent early = second(3);
        assertThat(early.failure())
                .hasMessage("audio_source_failed: messages of this stream failed, and have to come again before this"
                        + " one: the next of them begins at 1000 ms");
        assertThat(fixture.sessions).hasSize(1);
    }

    @Test
    void those_that_failed_are_taken_again_in_their_order_and_then_those_behind_them() {
        failing();
        second(3);
        assertThat(second(2).failed()).isTrue();
        Sent[] again = {second(1), second(2)};
        assertThat(second(4).failed()).as("the second 3 has failed as well").isTrue();
        Sent third = second(3);
        Sent fourth = second(4);
        Sent fifth = second(5);
        fixture.session().read();
        fixture.session().say("all", ofSeconds(6));
        answer();
        fixture.route();
        answer();
        assertThat(again).allMatch(Sent::accepted);
        assertThat(third.accepted() && fourth.accepted() && fifth.accepted()).isTrue();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void messages_from_before_those_that_failed_may_come_again_with_them() {
        failing();
        Sent done = second(0);
        assertThat(done.done).isFalse();
        assertThat(second(3).failed()).isTrue();
        assertThat(second(1).done).isFalse();
        assertThat(second(2).done).isFalse();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void a_message_that_comes_again_upon_its_failure_belongs_to_the_next_session() {
        Sent first = second(0);
        fixture.session().read();
        Sent[] again = new Sent[1];
        first.onDone = () -> again[0] = fixture.send(audio(1_000, 1), Map.of(Headers.AUDIO_POSITION, 0));
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        answer();
        assertThat(again[0].done).isFalse();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void a_message_that_comes_again_upon_the_failure_of_an_ended_stream_belongs_to_the_next_session() {
        Sent first = second(0);
        fixture.end();
        Sent next = second(0);
        fixture.session().read();
        Sent[] again = new Sent[1];
        first.onDone = () -> again[0] = fixture.send(audio(1_000, 1), Map.of(Headers.AUDIO_POSITION, 0));
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        answer();
        assertThat(next.failure()).as("of the next call, which came too early").hasMessageContaining("come again");
        assertThat(again[0].done).isFalse();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void an_ending_message_waits_for_those_that_failed_too() {
        failing();
        assertThat(fixture.end().failure()).hasMessageContaining("come again");
        second(1);
        Sent last = second(2, Map.of(Headers.END_OF_AUDIO, true));
        fixture.session().read();
        fixture.session().say("one two", ofSeconds(3));
        answer();
        fixture.route();
        fixture.session().end();
        answer();
        assertThat(last.body()).isEqualTo("zero one two");
    }

    @Test
    void an_ending_message_with_audio_comes_again_as_well() {
        second(0);
        Sent last = second(1, Map.of(Headers.END_OF_AUDIO, true));
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        answer();
        assertThat(last.failed()).isTrue();
        assertThat(second(0).done).isFalse();
        assertThat(second(2).failed()).isTrue();
        assertThat(second(1).done).isFalse();
    }

    @Test
    void messages_fail_in_the_same_way_when_the_store_was_away_at_the_opening() {
        fixture.repository.failing(new java.io.IOException("nobody there"));
        assertThat(second(0).failure()).hasMessageContaining("repository_failed");
        fixture.repository.works();
        assertThat(second(1).failed()).isTrue();
        assertThat(second(0).done).isFalse();
        assertThat(second(1).done).isFalse();
    }

    @Test
    void a_sender_that_never_sends_again_is_refused_for_the_idle_timeout_and_then_goes_on() {
        try (CapturedLog log = CapturedLog.everything()) {
            failing();
            fixture.time.advance(IDLE.minusMillis(1));
            assertThat(second(3).failed()).isTrue();
            assertThat(second(4).failed()).isTrue();
            fixture.time.advance(ofMillis(1));
            assertThat(second(5).done).isFalse();
            assertThat(log.of(AwaitedRedeliveries.class))
                    .containsExactly(
                            "INFO elevenlabs-stt:calls call refuses messages until those that failed come again, at first the"
                                    + " one at 1000 ms; it waits for 30000 ms",
                            "WARN elevenlabs-stt:calls call goes on without the audio at 1000 ms: its message failed, and has"
                                    + " not come again within sessionIdleTimeout=30000 ms; send failed messages again");
        }
    }

    @Test
    void a_stream_that_goes_on_elsewhere_awaits_nothing_here() {
        failing(ErrorCode.SUPERSEDED);
        assertThat(second(3).done).isFalse();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void each_message_that_comes_again_gives_the_next_one_the_whole_idle_timeout() {
        failing();
        fixture.time.advance(IDLE.minusMillis(1));
        assertThat(second(1).done).isFalse();
        fixture.time.advance(IDLE.minusMillis(1));
        assertThat(second(3).failed()).isTrue();
        assertThat(second(2).done).isFalse();
    }

    @Test
    void without_positions_nobody_knows_what_comes_again() {
        Sent sent = fixture.send(audio(1_000, 1));
        answer();
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        answer();
        assertThat(sent.failed()).isTrue();
        Sent next = fixture.send(audio(1_000, 2));
        answer();
        assertThat(next.done).isFalse();
    }

    @Test
    void a_component_that_stops_awaits_nothing() {
        failing();
        fixture.streams.stop();
        assertThat(second(3).done).isFalse();
    }
}
