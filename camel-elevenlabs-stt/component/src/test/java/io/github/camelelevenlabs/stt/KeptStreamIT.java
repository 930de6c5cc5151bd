package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream with a session repository goes on in another process, here another CamelContext, when the first one does not. */
class KeptStreamIT extends KeptStreamSupport {
    @Test
    void a_call_goes_on_under_its_id_and_its_clock() throws Exception {
        byte[] first = pcm("one two");
        byte[] second = pcm("three");
        byte[] third = pcm("four");
        long secondAt = first.length / BYTES_PER_MS;
        long thirdAt = secondAt + second.length / BYTES_PER_MS;
        AsyncPieces before = call(process(""));
        CompletableFuture<Exchange> acknowledged = before.send(first, committedAt(0));
        CompletableFuture<Exchange> lost = before.send(second, at(secondAt));
        await().until(() -> accepted(acknowledged));
        assertThat(lost).isNotDone();

        AsyncPieces after = call(process(""));
        CompletableFuture<Exchange> again = after.send(second, committedAt(secondAt));
        after.send(third, at(thirdAt));
        Exchange ended = done(end(after));
        assertThat(textOf(ended)).isEqualTo("one two three four");
        assertThat(accepted(again)).isTrue();
        String id = ended.getMessage().getHeader(SESSION_ID, String.class);
        assertThat(table)
                .containsExactly(
                        Map.entry(id + "-0", "one two"), Map.entry(id + "-1", "three"), Map.entry(id + "-2", "four"));
        assertThat(starts.get(id + "-1")).isBetween(secondAt, secondAt + 200);
        assertThat(starts.get(id + "-2")).isBetween(thirdAt, thirdAt + 200);
        awaitNothingKept();
    }

    @Test
    void a_call_without_positions_goes_on_where_it_is_covered() throws Exception {
        byte[] first = pcm("one two");
        AsyncPieces before = call(process(""));
        CompletableFuture<Exchange> acknowledged = before.send(first, Map.of(COMMIT, true));
        await().until(() -> accepted(acknowledged));
        AsyncPieces after = call(process(""));
        after.send(pcm("three"));
        Exchange ended = done(end(after));
        assertThat(textOf(ended)).isEqualTo("one two three");
        String id = ended.getMessage().getHeader(SESSION_ID, String.class);
        long secondAt = first.length / BYTES_PER_MS;
        assertThat(starts.get(id + "-1")).isBetween(secondAt - 100, secondAt + 200);
    }

    @Test
    void whoever_had_the_call_before_is_superseded_and_routes_nothing_more() throws Exception {
        byte[] first = pcm("one");
        long secondAt = first.length / BYTES_PER_MS;
        AsyncPieces before = call(process(""));
        CompletableFuture<Exchange> acknowledged = before.send(first, committedAt(0));
        await().until(() -> accepted(acknowledged));
        AsyncPieces after = call(process(""));
        CompletableFuture<Exchange> goingOn = after.send(pcm("two"), committedAt(secondAt));
        await().until(() -> accepted(goingOn));

        assertThat(errorType(before.send(pcm("nine"), committedAt(secondAt)))).isEqualTo("superseded");
        assertThat(textOf(done(end(after)))).isEqualTo("one two");
        assertThat(table.values()).containsExactly("one", "two");
    }

    @Test
    void segments_that_were_not_routed_are_routed_first_with_their_ids() throws Exception {
        refused.set("two");
        byte[] first = pcm("one");
        byte[] second = pcm("two");
        long secondAt = first.length / BYTES_PER_MS;
        AsyncPieces call = call(process(""));
        CompletableFuture<Exchange> routed = call.send(first, committedAt(0));
        await().until(() -> accepted(routed));
        CompletableFuture<Exchange> failing = call.send(second, committedAt(secondAt));
        assertThat(done(failing).getException()).hasMessage("no room for two");
        refused.set("");
        CompletableFuture<Exchange> again = call.send(second, committedAt(secondAt));
        assertThat(done(again).getException()).isNull();
        assertThat(textOf(done(end(call)))).isEqualTo("one two");
        assertThat(table.values()).containsExactly("one", "two");
        awaitNothingKept();
    }

    @Test
    void an_ending_message_that_comes_again_gets_the_whole_transcript_and_no_audio_is_sent_again() throws Exception {
        afterCall.set(new IOException("the table is locked"));
        AsyncPieces call = call(process(""));
        call.send(pcm("one two"), at(0));
        assertThat(done(end(call)).getException()).hasMessage("the table is locked");
        assertThat(repository.keys()).containsExactly("stream/calls/call/1");
        afterCall.set(null);
        int sessions = emulator.sessions().size();
        Exchange again = done(end(call(process(""))));
        assertThat(textOf(again)).isEqualTo("one two");
        assertThat(emulator.sessions()).hasSize(sessions);
        assertThat(table).hasSize(1);
        awaitNothingKept();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&waitForTranscript=false",
                "&acknowledge=accepted",
                "&acknowledge=accepted&waitForTranscript=false"
            })
    void what_is_kept_is_removed_however_the_ending_message_waits(String options) throws Exception {
        AsyncPieces call = call(process(options));
        call.send(pcm("one two"), at(0));
        assertThat(done(end(call)).getException()).isNull();
        awaitNothingKept();
        assertThat(table.values()).containsExactly("one two");
    }

    @Test
    void an_ending_message_of_no_call_gets_an_empty_transcript_and_keeps_nothing() throws Exception {
        Exchange ended = done(end(call(process(""))));
        assertThat(textOf(ended)).isEqualTo("");
        awaitNothingKept();
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void a_call_that_ends_by_the_idle_timeout_is_over() throws Exception {
        AsyncPieces call = call(process("&sessionIdleTimeout=1000"));
        CompletableFuture<Exchange> first = call.send(pcm("one"), at(0));
        assertThat(done(first).getException()).isNull();
        awaitNothingKept();
        call.send(pcm("two"), at(0));
        assertThat(textOf(done(end(call)))).isEqualTo("two");
        assertThat(table).hasSize(2);
        assertThat(table.keySet()).allMatch(id -> id.endsWith("-0"));
    }

    @Test
    void the_next_call_with_a_key_begins_anew() throws Exception {
        AsyncPieces call = call(process(""));
        call.send(pcm("one"), at(0));
        CompletableFuture<Exchange> ended = end(call);
        CompletableFuture<Exchange> next = call.send(pcm("two"), at(0));
        assertThat(textOf(done(ended))).isEqualTo("one");
        CompletableFuture<Exchange> nextEnded = end(call);
        assertThat(textOf(done(nextEnded))).isEqualTo("two");
        assertThat(accepted(next)).isTrue();
        assertThat(table.keySet()).hasSize(2).allMatch(id -> id.endsWith("-0"));
    }

    @Test
    void a_call_whose_context_stops_goes_on_elsewhere() throws Exception {
        byte[] first = pcm("one");
        CamelContext stopped = process("");
        CompletableFuture<Exchange> taken = call(stopped).send(first, at(0));
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().toMillis() >= 100);
        stopped.stop();
        assertThat(done(taken)).isNotNull();
        AsyncPieces after = call(process(""));
        if (!accepted(taken)) {
            after.send(first, at(0));
        }
        after.send(pcm("two"), at(first.length / BYTES_PER_MS));
        assertThat(textOf(done(end(after)))).isEqualTo("one two");
        assertThat(table.values()).containsExactly("one", "two");
    }

    @Test
    void a_slow_store_delays_the_messages_and_changes_no_order() throws Exception {
        repository.slow(500);
        AsyncPieces call = call(process(""));
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        long position = 0;
        List<String> words = List.of("one", "two", "three", "four", "five", "six");
        for (int i = 0; i < words.size(); i++) {
            int number = i;
            byte[] audio = pcm(words.get(i));
            call.send(audio, committedAt(position)).thenAccept(done -> order.add(number));
            position += audio.length / BYTES_PER_MS;
        }
        assertThat(textOf(done(end(call)))).isEqualTo("one two three four five six");
        await().until(() -> order.size() == words.size());
        assertThat(order).isSorted();
        assertThat(table.values()).containsExactlyElementsOf(words);
    }

    @Test
    void messages_fail_while_the_store_is_away_and_the_next_one_tries_again() throws Exception {
        repository.failing(new IOException("nobody there"));
        AsyncPieces call = call(process(""));
        assertThat(errorType(call.send(pcm("one"), at(0)))).isEqualTo("repository_failed");
        assertThat(errorType(call.send(pcm("one"), at(0)))).isEqualTo("repository_failed");
        repository.works();
        call.send(pcm("one"), at(0));
        assertThat(textOf(done(end(call)))).isEqualTo("one");
        assertThat(table.values()).containsExactly("one");
    }

    @Test
    void messages_wait_while_the_store_does_not_answer_and_keep_their_order() throws Exception {
        repository.hold();
        AsyncPieces call = call(process(""));
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        byte[] audio = pcm("one two three");
        int half = audio.length / 2 / BYTES_PER_MS * BYTES_PER_MS;
        sent.add(call.send(Arrays.copyOf(audio, half), at(0)));
        sent.add(call.send(Arrays.copyOfRange(audio, half, audio.length), at(half / BYTES_PER_MS)));
        CompletableFuture<Exchange> ended = end(call);
        await().during(ofMillis(200)).until(() -> sent.stream().noneMatch(CompletableFuture::isDone));
        repository.release();
        assertThat(textOf(done(ended))).isEqualTo("one two three");
    }

    @Test
    void a_store_that_goes_away_ends_the_session_and_nothing_is_lost_or_doubled() throws Exception {
        AsyncPieces call = call(process(""));
        byte[] first = pcm("one");
        byte[] second = pcm("two");
        long secondAt = first.length / BYTES_PER_MS;
        CompletableFuture<Exchange> routed = call.send(first, committedAt(0));
        await().until(() -> accepted(routed));
        repository.failing(new IOException("disk full"));
        assertThat(errorType(call.send(second, committedAt(secondAt)))).isEqualTo("repository_failed");
        repository.works();
        CompletableFuture<Exchange> again = call.send(second, committedAt(secondAt));
        assertThat(done(again).getException()).isNull();
        assertThat(textOf(done(end(call)))).isEqualTo("one two");
        assertThat(table.values()).containsExactly("one", "two");
    }
}
