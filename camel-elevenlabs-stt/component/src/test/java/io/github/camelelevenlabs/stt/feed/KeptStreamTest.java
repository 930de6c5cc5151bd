package io.github.camelelevenlabs.stt.feed;

import static io.github.camelelevenlabs.stt.feed.StreamFixture.IDLE;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.audio;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.joined;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.delivery.Journals;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream with a session repository opens when the repository has answered. */
class KeptStreamTest {

    private static final byte[] FIRST = audio(1_000, 1);
    private static final byte[] SECOND = audio(2_000, 2);
    private static final String KEY = "stream/calls/call";

    private final StreamFixture fixture = new StreamFixture();
    private final HeldCalls calls = new HeldCalls();

    @BeforeEach
    void keep() {
        fixture.journals = new Journals(calls, fixture.time, fixture.failures());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void answer() {
        calls.answer(fixture);
    }

    @Test
    void messages_wait_for_the_repository_and_keep_their_order() {
        Sent first = fixture.send(FIRST);
        Sent second = fixture.send(SECOND);
        assertThat(fixture.sessions).isEmpty();
        answer();
        assertThat(fixture.sessions).hasSize(1);
        assertThat(fixture.session().read()).isEqualTo(joined(FIRST, SECOND));
        assertThat(first.accepted() && second.accepted()).isTrue();
    }

    @Test
    void messages_fail_when_the_repository_does_and_the_next_one_asks_again() {
        fixture.repository.failing(new IOException("nobody there"));
        Sent first = fixture.send(FIRST);
        Sent second = fixture.send(SECOND);
        answer();
        assertThat(first.failure()).hasMessageContaining("repository_failed");
        assertThat(second.failure()).hasMessageContaining("repository_failed");
        fixture.repository.works();
        fixture.send(SECOND);
        answer();
        assertThat(fixture.session().read()).isEqualTo(SECOND);
    }

    @Test
    void a_stream_whose_session_cannot_be_opened_is_closed() {
        AtomicBoolean closed = new AtomicBoolean();
        fixture.repository.failing(new IOException("nobody there"));
        fixture.send(
                new InputStream() {
                    @Override
                    public int read() {
                        return -1;
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                },
                Map.of());
        answer();
        assertThat(closed).isTrue();
    }

    @Test
    void a_repository_that_does_not_answer_in_time_fails_the_messages() {
        Sent first = fixture.send(FIRST);
        fixture.time.advance(ofSeconds(5));
        answer();
        assertThat(first.failure()).hasMessageContaining("repository_failed");
    }

    @Test
    void messages_that_wait_for_the_repository_fail_when_the_component_stops() {
        Sent first = fixture.send(FIRST);
        fixture.streams.stop();
        assertThat(first.failure()).hasMessageContaining("stopped");
        answer();
        assertThat(fixture.sessions).isEmpty();
    }

    @Test
    void a_stream_that_waits_for_the_repository_is_not_idle() {
        Sent first = fixture.send(FIRST);
        fixture.time.advance(ofSeconds(4));
        answer();
        assertThat(fixture.session().read()).isEqualTo(FIRST);
        assertThat(first.accepted()).isTrue();
    }

    @Test
    void what_is_kept_is_removed_when_the_ending_exchange_is_done() {
        fixture.send(FIRST);
        answer();
        Sent last = fixture.end();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        answer();
        fixture.session().end();
        answer();
        assertThat(last.body()).isEqualTo("one");
        assertThat(fixture.repository.keys()).containsExactly(KEY);
        last.routed(null);
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).isEmpty();
    }

    @Test
    void what_is_kept_is_removed_with_the_reply_when_the_ending_exchange_has_no_unit_of_work() {
        fixture.send(FIRST);
        answer();
        Sent last = fixture.prepared(new byte[0], Map.of(Headers.END_OF_AUDIO, true));
        last.exchange.getExchangeExtension().setUnitOfWork(null);
        fixture.send(last);
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        answer();
        fixture.session().end();
        answer();
        assertThat(last.body()).isEqualTo("one");
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).isEmpty();
    }

    @Test
    void what_is_kept_stays_when_the_ending_exchange_fails_and_its_next_attempt_gets_the_transcript() {
        fixture.send(FIRST);
        answer();
        Sent last = fixture.end();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        answer();
        fixture.session().end();
        answer();
        last.routed(new IOException("the table is locked"));
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).containsExactly(KEY);

        Sent again = fixture.end();
        answer();
        assertThat(fixture.sessions).as("there was no audio").hasSize(1);
        assertThat(again.body()).isEqualTo("one");
        assertThat(again.exchange.getMessage().getHeader(Headers.SESSION_ID))
                .isEqualTo(last.exchange.getMessage().getHeader(Headers.SESSION_ID));
    }

    @Test
    void a_message_after_the_end_waits_until_what_is_kept_is_removed() {
        fixture.send(FIRST);
        answer();
        Sent last = fixture.end();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        Sent next = fixture.send(SECOND);
        answer();
        fixture.session().end();
        answer();
        assertThat(last.accepted()).isTrue();
        assertThat(fixture.sessions).hasSize(1);
        last.routed(null);
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.sessions).hasSize(2);
        fixture.session().read();
        assertThat(next.accepted()).isTrue();
        fixture.session().say("two", ofSeconds(2));
        assertThat(fixture.session().transcription.id())
                .isNotEqualTo(fixture.sessions.get(0).transcription.id());
    }

    @Test
    void a_message_after_the_end_waits_no_longer_than_the_idle_timeout() {
        fixture.send(FIRST);
        answer();
        fixture.end();
        fixture.session().read();
        fixture.send(SECOND);
        fixture.time.advance(IDLE.minusMillis(1));
        answer();
        assertThat(fixture.sessions).hasSize(1);
        fixture.time.advance(ofSeconds(1));
        answer();
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void a_stream_that_follows_another_leaves_no_timer() {
        fixture.send(FIRST);
        answer();
        int ofOneStream = fixture.time.timers();
        Sent last = fixture.end();
        fixture.session().read();
        fixture.send(SECOND);
        fixture.session().end();
        answer();
        last.routed(null);
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.sessions).hasSize(2);
        fixture.time.advance(IDLE.minusSeconds(3));
        assertThat(fixture.time.timers()).isLessThanOrEqualTo(ofOneStream + 1);
    }

    @Test
    void an_idle_stream_is_over() {
        fixture.send(FIRST);
        answer();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        answer();
        fixture.time.advance(IDLE);
        fixture.session().end();
        answer();
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).isEmpty();
    }

    @Test
    void an_idle_stream_that_fails_stays() {
        fixture.send(FIRST);
        answer();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        answer();
        fixture.time.advance(IDLE);
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        answer();
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).containsExactly(KEY);
    }

    @Test
    void a_stream_that_is_ended_from_outside_stays() {
        fixture.send(FIRST);
        answer();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        answer();
        fixture.streams.end("calls");
        fixture.session().end();
        answer();
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).containsExactly(KEY);
    }

    @Test
    void an_ending_message_without_a_stream_leaves_nothing() {
        Sent last = fixture.end();
        answer();
        assertThat(last.body()).isEqualTo("");
        fixture.time.advance(ofSeconds(2));
        answer();
        assertThat(fixture.repository.keys()).isEmpty();
        assertThat(fixture.sessions).isEmpty();
    }

    @Test
    void a_commit_without_a_stream_asks_no_repository() {
        assertThat(fixture.send(null, Map.of(Headers.COMMIT, true)).body()).isEqualTo("");
        assertThat(calls.isEmpty()).isTrue();
    }
}
