package io.github.camelelevenlabs.stt.feed;

import static io.github.camelelevenlabs.stt.feed.StreamFixture.IDLE;
import static io.github.camelelevenlabs.stt.feed.StreamFixture.audio;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With acknowledge=routed a message is done when everything that was said in it is routed. */
class RoutedStreamTest {

    private static final byte[] SECOND_OF_AUDIO = audio(1_000, 1);

    private final StreamFixture fixture = new StreamFixture();

    @BeforeEach
    void routed() throws Exception {
        fixture.routed = true;
        fixture.consume();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private List<Sent> sendSeconds(int count) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(fixture.send(SECOND_OF_AUDIO));
        }
        return sent;
    }

    private static List<Boolean> done(List<Sent> sent) {
        return sent.stream().map(one -> one.done).toList();
    }

    @Test
    void a_message_is_done_when_the_transcript_of_its_audio_is_routed() {
        Sent first = fixture.send(SECOND_OF_AUDIO);
        FakeSession session = fixture.session();
        session.read();
        assertThat(first.done).as("taken").isFalse();
        session.say("one", ofSeconds(1));
        assertThat(first.done).as("transcribed").isFalse();
        fixture.route();
        assertThat(first.body()).isSameAs(SECOND_OF_AUDIO);
        assertThat(session.delivered).isEqualTo(1);
    }

    @Test
    void messages_behind_are_taken_meanwhile() {
        List<Sent> sent = sendSeconds(200);
        assertThat(fixture.session().read()).hasSize(200 * SECOND_OF_AUDIO.length);
        sent.addAll(sendSeconds(200));
        fixture.session().late();
        fixture.session().read();
        assertThat(sent).noneMatch(one -> one.done);
        fixture.session().say("one", ofSeconds(399));
        fixture.route();
        assertThat(sent.stream().filter(one -> one.done)).hasSize(399);
    }

    @Test
    void a_transcript_that_ends_within_a_message_finishes_those_before_it() {
        List<Sent> sent = sendSeconds(3);
        fixture.session().read();
        fixture.session().say("one", ofMillis(2_500));
        fixture.route();
        assertThat(done(sent)).containsExactly(true, true, false);
        fixture.session().say("two", ofSeconds(3));
        assertThat(sent.get(2).done).isFalse();
        fixture.route();
        assertThat(sent.get(2).accepted()).isTrue();
    }

    @Test
    void silence_is_done_without_a_transcript() {
        List<Sent> sent = sendSeconds(2);
        fixture.session().read();
        fixture.session().covered(ofMillis(1_000));
        assertThat(done(sent)).containsExactly(true, false);
    }

    @Test
    void silence_behind_a_transcript_waits_for_its_route() {
        List<Sent> sent = sendSeconds(2);
        fixture.session().read();
        fixture.session().say("one", ofMillis(900));
        fixture.session().covered(ofSeconds(2));
        assertThat(done(sent)).containsExactly(false, false);
        fixture.route();
        assertThat(done(sent)).containsExactly(true, true);
    }

    @Test
    void a_message_that_only_commits_is_done_with_the_audio_before_it() {
        fixture.send(SECOND_OF_AUDIO);
        Sent commit = fixture.send(null, Map.of(Headers.COMMIT, true));
        fixture.session().read();
        assertThat(commit.done).isFalse();
        fixture.session().say("one", ofSeconds(1));
        fixture.route();
        assertThat(commit.accepted()).isTrue();
    }

    @Test
    void every_consumer_of_the_name_has_to_route_it() throws Exception {
        fixture.consume();
        Sent sent = fixture.send(SECOND_OF_AUDIO);
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        fixture.route();
        assertThat(sent.done).isFalse();
        fixture.route();
        assertThat(sent.accepted()).isTrue();
    }

    @Test
    void a_route_that_fails_fails_the_messages_that_are_not_routed_and_ends_the_session() {
        List<Sent> sent = sendSeconds(3);
        FakeSession session = fixture.session();
        session.read();
        sent.add(fixture.send(audio(5_000, 2)));
        session.say("one", ofSeconds(1));
        session.say("two", ofSeconds(2));
        fixture.route();
        IllegalStateException full = new IllegalStateException("disk full");
        fixture.route(full);
        assertThat(session.aborted).hasValueSatisfying(why -> {
            assertThat(why.code()).isEqualTo(ErrorCode.STOPPED);
            assertThat(why.detail()).contains("acknowledge=routed").contains("disk full");
        });
        session.fail(ErrorCode.STOPPED);
        assertThat(sent.get(0).accepted()).isTrue();
        assertThat(sent.subList(1, 4))
                .allSatisfy(one -> assertThat(one.failure()).isSameAs(full));
    }

    @Test
    void a_message_that_comes_while_a_session_fails_fails_with_it_and_the_next_one_begins_another() {
        fixture.send(SECOND_OF_AUDIO);
        FakeSession failing = fixture.session();
        failing.read();
        failing.say("one", ofSeconds(1));
        IllegalStateException full = new IllegalStateException("disk full");
        fixture.route(full);
        Sent meanwhile = fixture.send(SECOND_OF_AUDIO);
        assertThat(fixture.sessions).containsExactly(failing);
        failing.fail(ErrorCode.STOPPED);
        assertThat(meanwhile.failure()).isSameAs(full);
        fixture.send(SECOND_OF_AUDIO);
        assertThat(fixture.sessions).hasSize(2);
    }

    @Test
    void the_ending_message_gets_the_transcript_or_the_failure_of_a_route() {
        fixture.send(SECOND_OF_AUDIO);
        Sent last = fixture.end();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        fixture.route();
        assertThat(last.done).isFalse();
        fixture.session().end();
        assertThat(last.body()).isEqualTo("one");

        fixture.send(SECOND_OF_AUDIO);
        Sent failing = fixture.end();
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        IllegalStateException full = new IllegalStateException("disk full");
        fixture.route(full);
        fixture.session().fail(ErrorCode.STOPPED);
        assertThat(failing.failure()).isSameAs(full);
    }

    @Test
    void an_ending_message_that_waits_for_no_transcript_is_done_when_all_is_routed() {
        fixture.waitsForTranscript = false;
        Sent last = fixture.send(SECOND_OF_AUDIO, Map.of(Headers.END_OF_AUDIO, true));
        fixture.session().read();
        assertThat(last.done).isFalse();
        fixture.session().say("one", ofSeconds(1));
        fixture.route();
        assertThat(last.body()).isSameAs(SECOND_OF_AUDIO);
    }

    @Test
    void a_session_that_fails_fails_all_messages_that_are_not_routed() {
        List<Sent> sent = sendSeconds(2);
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        fixture.route();
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        assertThat(sent.get(0).accepted()).isTrue();
        assertThat(sent.get(1).failure()).hasMessageContaining("connection_lost");
        fixture.send(SECOND_OF_AUDIO);
        assertThat(fixture.sessions).as("the failure was reported").hasSize(2);
    }

    @Test
    void messages_wait_for_transcripts_that_are_still_under_way_when_the_session_fails() {
        List<Sent> sent = sendSeconds(2);
        fixture.session().read();
        fixture.session().say("one", ofSeconds(1));
        fixture.session().fail(ErrorCode.CONNECTION_LOST);
        assertThat(done(sent)).containsExactly(false, false);
        fixture.route();
        assertThat(sent.get(0).accepted()).isTrue();
        assertThat(sent.get(1).failed()).isTrue();
    }

    @Test
    void the_end_of_the_session_is_the_end_of_every_message() {
        List<Sent> sent = sendSeconds(2);
        fixture.session().read();
        fixture.time.advance(IDLE);
        fixture.session().end();
        assertThat(sent).allMatch(Sent::accepted);
    }

    @Test
    void a_component_that_stops_fails_the_messages_that_are_not_routed() {
        List<Sent> sent = sendSeconds(2);
        fixture.session().read();
        fixture.streams.stop();
        assertThat(sent).allSatisfy(one -> assertThat(one.failure()).hasMessageContaining("stopped"));
    }

    @Test
    void a_piece_that_cannot_be_read_fails_its_message_alone() {
        Sent before = fixture.send(SECOND_OF_AUDIO);
        fixture.session().read();
        Sent broken = fixture.sendBroken();
        Sent behind = fixture.send(SECOND_OF_AUDIO);
        fixture.session().read();
        assertThat(broken.failure()).hasMessageContaining("broken");
        fixture.session().say("one", ofSeconds(2));
        fixture.route();
        assertThat(before.accepted()).isTrue();
        assertThat(behind.accepted()).isTrue();
    }

    @Test
    void the_257th_message_whose_audio_waits_blocks_its_caller() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            sent.add(fixture.send(audio(10, 1)));
        }
        CompletableFuture<Sent> blocked = CompletableFuture.supplyAsync(() -> fixture.send(audio(10, 2)));
        await().during(ofMillis(100)).until(() -> !blocked.isDone());
        fixture.session().read();
        await().until(blocked::isDone);
        assertThat(sent).noneMatch(one -> one.done);
    }

    @Test
    void messages_that_only_commit_count_until_they_are_routed_and_the_257th_blocks_its_caller() {
        fixture.send(SECOND_OF_AUDIO);
        Map<String, Object> commit = Map.of(Headers.COMMIT, true);
        List<Sent> commits = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            commits.add(fixture.send(null, commit));
            fixture.session().read();
        }
        CompletableFuture<Sent> blocked = CompletableFuture.supplyAsync(() -> fixture.send(null, commit));
        await().during(ofMillis(100)).until(() -> !blocked.isDone());
        assertThat(commits).noneMatch(one -> one.done);
        fixture.session().say("one", ofSeconds(1));
        fixture.route();
        await().until(blocked::isDone);
        assertThat(commits).allMatch(Sent::accepted);
    }
}
