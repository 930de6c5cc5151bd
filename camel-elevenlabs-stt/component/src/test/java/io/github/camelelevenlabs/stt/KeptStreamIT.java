package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMIT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream with a session repository goes on in another process, here another CamelContext, when the first one does not. */
class KeptStreamIT extends SttRouteSupport {

    private static final int BYTES_PER_MS = 32;
    private static final String OPTIONS = "elevenlabs-stt:calls?commitStrategy=manual&sessionRepository=#kept";

    private final InMemorySessionRepository repository = new InMemorySessionRepository();
    private final List<CamelContext> processes = new ArrayList<>();
    private final List<AsyncPieces> calls = new ArrayList<>();

    /** The table with a primary key that the consumers of all processes write to. */
    private final Map<String, String> table = Collections.synchronizedMap(new LinkedHashMap<>());

    private final Map<String, Long> starts = Collections.synchronizedMap(new HashMap<>());
    private final AtomicReference<String> refused = new AtomicReference<>("");
    /** Fails every fourth transcript; null for none. */
    private final AtomicReference<Random> moody = new AtomicReference<>();
    /** What the route does with the transcript of a call. */
    private final AtomicReference<Exception> afterCall = new AtomicReference<>();

    @AfterEach
    void stopProcesses() {
        calls.forEach(AsyncPieces::close);
        processes.forEach(CamelContext::stop);
    }

    /** Another process. */
    private CamelContext process(String options) throws Exception {
        DefaultCamelContext process = new DefaultCamelContext();
        DefaultShutdownStrategy shutdown = new DefaultShutdownStrategy(process);
        shutdown.setTimeout(2);
        process.setShutdownStrategy(shutdown);
        process.getRegistry().bind("kept", repository);
        ElevenLabsSttConfiguration shared = process.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        shared.setApiKey(KEY);
        shared.setBaseUrl(emulator.uri().toString());
        shared.setReadRate(0);
        process.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:piece")
                        .routeId("pieces")
                        .to(OPTIONS + (options.contains("acknowledge") ? options : "&acknowledge=routed" + options))
                        .process(exchange -> {
                            Exception failure = afterCall.get();
                            if (failure != null && exchange.getIn().getHeader(END_OF_AUDIO) != null) {
                                throw failure;
                            }
                        });
                from("elevenlabs-stt:calls?includeTimestamps=true").process(exchange -> store(exchange));
            }
        });
        process.start();
        processes.add(process);
        return process;
    }

    private void store(Exchange exchange) {
        if (moody.get() != null && moody.get().nextInt(4) == 0) {
            throw new IllegalStateException("not now");
        }
        String text = exchange.getIn().getBody(String.class);
        if (text.equals(refused.get())) {
            throw new IllegalStateException("no room for " + text);
        }
        String id = exchange.getIn().getHeader(SEGMENT_ID, String.class);
        assertThat(table.getOrDefault(id, text)).isEqualTo(text);
        table.putIfAbsent(id, text);
        starts.put(id, exchange.getIn().getHeader(START_TIME, Long.class));
    }

    private AsyncPieces call(CamelContext process) throws Exception {
        AsyncPieces call = new AsyncPieces(process, "direct:piece", "call/1");
        calls.add(call);
        return call;
    }

    private static byte[] pcm(String words) {
        return Tones.pcm(16_000, words);
    }

    private static Exchange done(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(20, TimeUnit.SECONDS);
    }

    private static boolean accepted(CompletableFuture<Exchange> sent) {
        return sent.isDone() && sent.join().getException() == null;
    }

    private static String errorType(CompletableFuture<Exchange> sent) throws Exception {
        assertThat(done(sent).getException()).isInstanceOf(ElevenLabsSttException.class);
        return ((ElevenLabsSttException) done(sent).getException()).getErrorType();
    }

    private static Map<String, Object> at(long position) {
        return Map.of(AUDIO_POSITION, position);
    }

    private static Map<String, Object> committedAt(long position) {
        return Map.of(AUDIO_POSITION, position, COMMIT, true);
    }

    private CompletableFuture<Exchange> end(AsyncPieces call) {
        return call.send(null, Map.of(END_OF_AUDIO, true));
    }

    private void awaitNothingKept() {
        await().until(() -> repository.keys().isEmpty());
    }

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
                    .until(() -> sent.stream().filter(KeptStreamIT::accepted).count() >= many);
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
