package io.github.camelelevenlabs.stt.feed;

import static io.github.camelelevenlabs.stt.feed.StreamFixture.IDLE;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.audio;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.joined;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages with one key are pieces of one stream. */
class StreamSessionsTest {

    private static final byte[] FIRST = audio(1_000, 1);
    private static final byte[] SECOND = audio(2_000, 2);

    private final StreamFixture fixture = new StreamFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void messages_of_a_key_are_pieces_of_one_session_in_their_order() {
        Sent first = fixture.send(FIRST);
        Sent second = fixture.send(SECOND);
        assertThat(first.done || second.done).isFalse();
        assertThat(fixture.session().read()).isEqualTo(joined(FIRST, SECOND));
        assertThat(fixture.sessions).hasSize(1);
        assertThat(first.body()).isSameAs(FIRST);
        assertThat(second.body()).isSameAs(SECOND);
    }

    @Test
    void a_stream_that_has_sent_as_much_as_it_may_fails_all_that_follows_and_begins_no_other_session() {
        Sent waiting = fixture.send(FIRST);
        fixture.session().spend();
        assertThat(waiting.failure()).hasMessageContaining("audio_limit_exceeded");
        for (int i = 0; i < 2 * Entrance.MAX_WAITING; i++) {
            assertThat(fixture.send(SECOND).failure()).hasMessageContaining("audio_limit_exceeded");
        }
        assertThat(fixture.send(null, Map.of(Headers.COMMIT, true)).failure())
                .hasMessageContaining("audio_limit_exceeded");
        assertThat(fixture.sessions).hasSize(1);
    }

    @Test
    void the_end_of_such_a_stream_fails_too_and_its_key_may_begin_another_one() {
        fixture.send(FIRST);
        fixture.session().read();
        fixture.session().spend();
        assertThat(fixture.end().failure()).hasMessageContaining("audio_limit_exceeded");
        assertThat(fixture.topics.observedNames()).isEmpty();
        Sent next = fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(2);
        fixture.session().read();
        assertThat(next.accepted()).isTrue();
    }

    @Test
    void an_end_that_came_before_frees_the_key_at_once() {
        fixture.send(FIRST);
        Sent last = fixture.end();
        fixture.session().spend();
        assertThat(last.failure()).hasMessageContaining("audio_limit_exceeded");
        assertThat(fixture.topics.observedNames()).isEmpty();
        fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void such_a_stream_is_over_when_no_message_has_come_for_the_idle_timeout() {
        fixture.send(FIRST);
        fixture.session().read();
        fixture.session().spend();
        for (int i = 0; i < 3; i++) {
            fixture.time.advance(IDLE.minusMillis(1));
            assertThat(fixture.send(SECOND).failed()).isTrue();
        }
        fixture.time.advance(IDLE);
        assertThat(fixture.topics.observedNames()).isEmpty();
        fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void messages_that_wait_to_be_routed_fail_with_it_and_are_not_awaited_again() throws Exception {
        fixture.routed = true;
        fixture.consume();
        Sent first = fixture.send(FIRST, Map.of(Headers.AUDIO_POSITION, 0));
        fixture.session().read();
        fixture.session().spend();
        await().until(() -> first.done);
        assertThat(first.failure()).hasMessageContaining("audio_limit_exceeded");
        Sent second = fixture.send(SECOND, Map.of(Headers.AUDIO_POSITION, 1_000));
        await().until(() -> second.done);
        assertThat(second.failure()).hasMessageContaining("audio_limit_exceeded");
        assertThat(fixture.sessions).hasSize(1);
    }

    @Test
    void the_last_message_gets_the_transcript_when_the_session_has_ended() {
        fixture.send(FIRST);
        Sent last = fixture.send(SECOND, Map.of(Headers.END_OF_AUDIO, true));
        FakeSession session = fixture.session();
        assertThat(session.read()).isEqualTo(joined(FIRST, SECOND));
        session.say("one", ofMillis(3_000));
        assertThat(last.done).isFalse();
        session.end();
        assertThat(last.body()).isEqualTo("one");
        assertThat(fixture.topics.observedNames()).isEmpty();
    }

    @Test
    void a_message_after_the_last_one_begins_another_session() {
        fixture.send(FIRST);
        fixture.end();
        fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(2);
        assertThat(fixture.sessions.get(0).read()).isEqualTo(FIRST);
        assertThat(fixture.sessions.get(1).read()).isEqualTo(SECOND);
    }

    @Test
    void without_waiting_for_the_transcript_the_last_message_is_done_when_it_is_taken() {
        fixture.waitsForTranscript = false;
        Sent last = fixture.send(FIRST, Map.of(Headers.END_OF_AUDIO, true));
        fixture.session().read();
        assertThat(last.body()).isSameAs(FIRST);
    }

    @Test
    void a_message_that_only_commits_or_ends_begins_no_session() {
        assertThat(fixture.end().body()).isEqualTo("");
        assertThat(fixture.send(null, Map.of(Headers.COMMIT, true)).body()).isEqualTo("");
        assertThat(fixture.sessions).isEmpty();
    }

    @Test
    void a_stream_with_and_without_positions_is_warned_of_once() {
        try (CapturedLog log = CapturedLog.everything()) {
            fixture.send(FIRST, Map.of(Headers.AUDIO_POSITION, 0));
            fixture.send(null, Map.of(Headers.COMMIT, true));
            assertThat(log.of(MixedPositions.class)).isEmpty();
            fixture.send(SECOND);
            fixture.send(SECOND);
            assertThat(log.of(MixedPositions.class))
                    .containsExactly("WARN A stream of elevenlabs-stt:calls has messages with and without"
                            + " CamelElevenlabsSttAudioPosition; one without it goes on where the message before ended, and is"
                            + " dropped if that one had come again: give it to all messages of a stream or to none");
        }
    }

    @Test
    void a_second_ending_message_gets_the_transcript_too() {
        fixture.send(FIRST);
        Sent last = fixture.end();
        Sent again = fixture.end();
        fixture.session().read();
        fixture.session().say("one", ofMillis(1_000));
        fixture.session().end();
        assertThat(last.body()).isEqualTo("one");
        assertThat(again.body()).isEqualTo("one");
    }

    @Test
    void a_stream_without_messages_for_the_idle_timeout_ends() {
        fixture.send(FIRST);
        FakeSession session = fixture.session();
        assertThat(session.read()).isEqualTo(FIRST);
        fixture.time.advance(IDLE.minusMillis(1));
        fixture.send(SECOND);
        fixture.time.advance(IDLE.minusMillis(1));
        assertThat(session.late().samples().remaining()).isEqualTo(SECOND.length / 2);
        assertThat(session.read()).hasSize(SECOND.length / 2);
        fixture.time.advance(IDLE);
        assertThat(session.late()).isSameAs(Block.END);
    }

    @Test
    void a_stream_that_has_ended_leaves_no_timer() {
        for (int call = 0; call < 3; call++) {
            fixture.send(FIRST);
            Sent last = fixture.end();
            fixture.session().read();
            fixture.session().end();
            assertThat(last.accepted()).isTrue();
        }
        fixture.time.settle();
        assertThat(fixture.time.timers()).isZero();
    }

    @Test
    void a_stream_that_is_ended_from_outside_leaves_no_timer() {
        fixture.send(FIRST);
        fixture.streams.end("calls");
        fixture.session().read();
        fixture.session().end();
        fixture.time.settle();
        assertThat(fixture.time.timers()).isZero();
    }

    @Test
    void a_stream_whose_messages_wait_for_room_is_not_idle() {
        Sent waiting = fixture.send(FIRST);
        fixture.time.advance(IDLE.multipliedBy(10));
        assertThat(fixture.session().read()).isEqualTo(FIRST);
        assertThat(waiting.accepted()).isTrue();
        fixture.time.advance(IDLE.multipliedBy(2));
        assertThat(fixture.session().late()).isSameAs(Block.END);
    }

    @Test
    void a_session_that_fails_fails_the_messages_that_wait() {
        Sent taken = fixture.send(FIRST);
        fixture.session().read();
        Sent waiting = fixture.send(audio(3_000, 3));
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        assertThat(taken.accepted()).isTrue();
        assertThat(waiting.failure()).hasMessageContaining("connection_lost");
        fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void a_session_that_fails_while_nothing_waits_fails_the_next_message() {
        fixture.send(FIRST);
        fixture.session().read();
        fixture.session().fail(ErrorCode.QUOTA_EXCEEDED);
        assertThat(fixture.send(SECOND).failure()).hasMessageContaining("quota_exceeded");
        assertThat(fixture.send(SECOND).done).isFalse();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void a_session_that_cannot_be_opened_fails_its_message_and_the_next_one_tries_again() {
        fixture.openingFails = new IllegalArgumentException("no TLS");
        assertThat(fixture.send(FIRST).failure()).hasMessageContaining("no TLS");
        fixture.openingFails = null;
        fixture.send(FIRST);
        assertThat(fixture.session().read()).isEqualTo(FIRST);
    }

    @Test
    void the_end_of_all_streams_of_a_name_is_the_end_of_their_audio() {
        fixture.send(FIRST);
        fixture.streams.end("others");
        fixture.streams.end("calls");
        FakeSession session = fixture.session();
        assertThat(session.read()).isEqualTo(FIRST);
        fixture.send(SECOND);
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void a_component_that_stops_fails_the_messages_that_wait() {
        Sent waiting = fixture.send(FIRST);
        fixture.streams.stop();
        assertThat(waiting.failure()).hasMessageContaining("stopped");
    }

    @Test
    void the_257th_message_that_waits_blocks_its_caller_until_there_is_room() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            sent.add(fixture.send(audio(10, 1)));
        }
        CompletableFuture<Sent> blocked = CompletableFuture.supplyAsync(() -> fixture.send(audio(10, 2)));
        await().during(ofMillis(100)).until(() -> !blocked.isDone());
        assertThat(fixture.session().read()).hasSizeGreaterThanOrEqualTo(256 * audio(10, 1).length);
        await().until(blocked::isDone);
        assertThat(sent).allMatch(Sent::accepted);
    }
}
