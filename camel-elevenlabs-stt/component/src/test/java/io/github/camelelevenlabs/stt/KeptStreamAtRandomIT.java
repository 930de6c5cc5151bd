package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word of a stream comes once, whatever goes away when and in whatever order messages come again. */
class KeptStreamAtRandomIT extends KeptStreamSupport {
    /** A message of a broker, which comes again until it is acknowledged. */
    private record Piece(byte[] audio, long position) {}

    private static List<Piece> pieces(byte[] audio, Random random) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        while (from < audio.length) {
            int to = Math.min(audio.length, from + (50 + random.nextInt(400)) * BYTES_PER_MS);
            pieces.add(new Piece(Arrays.copyOfRange(audio, from, to), from / BYTES_PER_MS));
            from = to;
        }
        return pieces;
    }

    private static List<CompletableFuture<Exchange>> deliver(Queue<Piece> unacknowledged, AsyncPieces call) {
        return unacknowledged.stream()
                .map(piece -> call.send(piece.audio(), at(piece.position())).whenComplete((done, failure) -> {
                    if (done.getException() == null) {
                        unacknowledged.remove(piece);
                    }
                }))
                .toList();
    }

    private void assertEveryWordOnce(Speech speech) {
        assertThat(String.join(" ", table.values())).isEqualTo(String.join(" ", speech.words()));
        assertThat(table.keySet())
                .map(id -> id.substring(0, id.lastIndexOf('-')))
                .containsOnly(table.keySet().iterator().next().replaceFirst("-0$", ""));
    }

    /** A broker gives what was not acknowledged to the next process, whenever the one before goes away. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_word_comes_once_however_often_the_call_moves(long seed) throws Exception {
        Random random = new Random(seed);
        Speech speech = Speech.random(random, ofSeconds(60));
        Queue<Piece> unacknowledged = new ConcurrentLinkedQueue<>(pieces(speech.pcm(), random));
        for (int move = 0; move < 5; move++) {
            List<CompletableFuture<Exchange>> sent =
                    deliver(unacknowledged, call(process("&commitInterval=2000&readRate=20")));
            // The last words are not final before the call ends.
            int many = Math.min(sent.size() / 2, 5 + random.nextInt(60));
            await().atMost(ofSeconds(30))
                    .until(() ->
                            sent.stream().filter(KeptStreamSupport::accepted).count() >= many);
        }
        assertThat(textOf(done(end(calls.get(calls.size() - 1))))).isEqualTo(String.join(" ", speech.words()));
        assertEveryWordOnce(speech);
        await().until(unacknowledged::isEmpty);
        awaitNothingKept();
    }

    /** A broker gives each message that has failed again by itself, after a delay of its own. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void every_word_comes_once_when_failed_messages_come_again_in_any_order(long seed) throws Exception {
        Random random = new Random(seed);
        Speech speech = Speech.random(random, ofSeconds(20));
        List<Piece> left = new ArrayList<>(pieces(speech.pcm(), random));
        AsyncPieces call = call(process("&commitInterval=2000&readRate=20"));
        moody.set(random);
        Queue<Piece> failed = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        int pieces = left.size();
        CompletableFuture<Exchange> ended = null;
        long giveUpAt = System.nanoTime() + ofSeconds(90).toNanos();
        while (done.get() < pieces || ended == null || !accepted(ended)) {
            assertThat(System.nanoTime()).isLessThan(giveUpAt);
            List<Piece> again = new ArrayList<>();
            for (Piece piece = failed.poll(); piece != null; piece = failed.poll()) {
                again.add(piece);
            }
            Collections.shuffle(again, random);
            int fresh = Math.min(left.size(), random.nextInt(3));
            again.addAll(left.subList(0, fresh));
            left.subList(0, fresh).clear();
            for (Piece piece : again) {
                call.send(piece.audio(), at(piece.position())).thenAccept(exchange -> {
                    if (exchange.getException() == null) {
                        done.incrementAndGet();
                    } else {
                        failed.add(piece);
                    }
                });
            }
            if (left.isEmpty() && failed.isEmpty() && (ended == null || ended.isDone() && !accepted(ended))) {
                ended = end(call);
            }
            await().pollDelay(ofMillis(20)).until(() -> true);
        }
        assertThat(textOf(ended.join())).isEqualTo(String.join(" ", speech.words()));
        assertEveryWordOnce(speech);
        awaitNothingKept();
    }

    /** A broker gives again what has failed, in its order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_word_comes_once_however_often_a_route_fails(long seed) throws Exception {
        Random random = new Random(seed);
        Speech speech = Speech.random(random, ofSeconds(40));
        Queue<Piece> unacknowledged = new ConcurrentLinkedQueue<>(pieces(speech.pcm(), random));
        AsyncPieces call = call(process("&commitInterval=2000&readRate=20"));
        moody.set(random);
        Exchange ended;
        do {
            List<CompletableFuture<Exchange>> sent = deliver(unacknowledged, call);
            ended = done(end(call));
            for (CompletableFuture<Exchange> one : sent) {
                done(one);
            }
        } while (ended.getException() != null);
        assertThat(textOf(ended)).isEqualTo(String.join(" ", speech.words()));
        assertEveryWordOnce(speech);
        assertThat(unacknowledged).isEmpty();
        awaitNothingKept();
    }
}
