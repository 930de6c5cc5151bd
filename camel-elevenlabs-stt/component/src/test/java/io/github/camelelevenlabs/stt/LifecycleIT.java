package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** Threads, sockets and exchanges when components start and stop and when many sessions run. */
class LifecycleIT extends SttRouteSupport {

    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").routeId("recording").to("elevenlabs-stt:calls?readRate=10");
        routes.from("elevenlabs-stt:calls").routeId("transcripts").to("mock:transcripts");
    }

    /** The threads of this context, without those of the emulator, the JVM and the senders of the tests. */
    private Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("(" + context.getName() + ")") || name.contains("AsyncHttpClient"))
                .filter(name -> !name.contains("ProducerTemplate"))
                .collect(Collectors.toSet());
    }

    private static String number(int n) {
        return String.format("%03d", n)
                .chars()
                .mapToObj(digit -> DIGITS.get(digit - '0'))
                .collect(Collectors.joining(" "));
    }

    private CompletableFuture<Exchange> asyncSend(String uri, byte[] audio) {
        return template.asyncSend(uri, exchange -> exchange.getIn().setBody(audio));
    }

    @Test
    void two_hundred_concurrent_sessions_need_few_threads() throws Exception {
        Set<String> idle = threads();
        // Each recording speaks its number once and, after a pause, twice: two transcripts.
        mock("transcripts").expectedMessageCount(400);
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 200)
                .mapToObj(n -> asyncSend(
                        "direct:recording", Tones.pcm(16_000, number(n) + " | " + number(n) + " " + number(n))))
                .toList();
        Set<String> busy = new HashSet<>();
        await().atMost(ofSeconds(60)).pollInterval(ofMillis(20)).until(() -> {
            Set<String> now = threads();
            busy.addAll(now);
            return sent.stream().allMatch(CompletableFuture::isDone);
        });
        for (int n = 0; n < sent.size(); n++) {
            assertThat(textOf(sent.get(n).join())).isEqualTo(number(n) + " " + number(n) + " " + number(n));
        }
        mock("transcripts").assertIsSatisfied();
        assertThat(emulator.sessions()).hasSize(200);
        busy.removeAll(idle);
        assertThat(busy).as("threads beyond those of an idle context").hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void a_stuck_route_does_not_delay_another_session() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        addRoutes(routes -> {
            routes.from("direct:stuck").to("elevenlabs-stt:stuck");
            routes.from("elevenlabs-stt:stuck").process(exchange -> stuck.await());
        });
        List<CompletableFuture<Exchange>> held = IntStream.range(0, 20)
                .mapToObj(n -> asyncSend("direct:stuck", wav("one")))
                .toList();
        await().until(() -> emulator.sessions().stream()
                        .filter(session -> !session.isOpen())
                        .count()
                == 20);
        assertThat(textOf(send("direct:recording", wav("two")))).isEqualTo("two");
        assertThat(held).noneMatch(CompletableFuture::isDone);
        stuck.countDown();
        held.forEach(exchange -> assertThat(textOf(exchange.join())).isEqualTo("one"));
    }

    @Test
    void a_stopping_context_lets_a_recording_finish() throws Exception {
        // Kept in a variable: a stopped context creates new mock endpoints without expectations.
        MockEndpoint transcripts = mock("transcripts");
        transcripts.expectedBodiesReceived("one two three");
        CompletableFuture<Exchange> sent = asyncSend("direct:recording", wav("one two three"));
        await().until(() -> !emulator.sessions().isEmpty());
        context.stop();
        assertThat(textOf(sent.join())).isEqualTo("one two three");
        transcripts.assertIsSatisfied();
    }

    @Test
    void a_stopping_context_ends_a_stream_with_its_last_transcript() throws Exception {
        MockEndpoint transcripts = mock("transcripts");
        transcripts.expectedBodiesReceived("one two three");
        send("direct:recording", Tones.pcm(16_000, "one two three"), Map.of(SESSION_KEY, "k"));
        context.stop();
        transcripts.assertIsSatisfied();
        assertThat(onlySession().closeCode()).hasValue(1000);
    }

    @Test
    void a_forced_stop_fails_running_exchanges_and_leaves_nothing_behind() throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        emulator.script().onCommit(1).fault(new Fault.SwallowCommitAnswer());
        CompletableFuture<Exchange> sent = asyncSend("direct:recording", wav("one two three"));
        await().until(() ->
                !emulator.sessions().isEmpty() && !onlySession().commits().isEmpty());
        context.stop();
        assertThat(sent).isDone();
        assertThat(sent.join().getException()).isInstanceOfSatisfying(ElevenLabsSttException.class, stopped -> {
            assertThat(stopped.getErrorType()).isEqualTo("stopped");
            assertThat(stopped.isRetryable()).isTrue();
        });
        await().until(() -> !onlySession().isOpen());
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void a_suspended_context_resumes() throws Exception {
        assertThat(textOf(send("direct:recording", wav("one")))).isEqualTo("one");
        context.suspend();
        context.resume();
        assertThat(textOf(send("direct:recording", wav("two")))).isEqualTo("two");
    }

    @Test
    void a_component_that_was_stopped_starts_again() throws Exception {
        ElevenLabsSttComponent component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
        assertThat(textOf(send("direct:recording", wav("one")))).isEqualTo("one");
        component.stop();
        component.start();
        assertThat(textOf(send("direct:recording", wav("two")))).isEqualTo("two");
    }

    /** Camel hands out a component that another thread has not started yet. */
    @Test
    void creating_an_endpoint_starts_the_component() throws Exception {
        try (ElevenLabsSttComponent component = new ElevenLabsSttComponent(context)) {
            Endpoint endpoint = component.createEndpoint("elevenlabs-stt:calls?apiKey=key&languageCode=en");
            assertThat(component.isStarted()).isTrue();
            assertThat(((ElevenLabsSttEndpoint) endpoint).getComponent().sessions())
                    .isNotNull();
        }
    }

    @Test
    void transcripts_wait_for_a_suspended_consumer() throws Exception {
        context.getRouteController().suspendRoute("transcripts");
        CompletableFuture<Exchange> sent = asyncSend("direct:recording", wav("one two"));
        await().until(() -> !emulator.sessions().isEmpty() && !onlySession().isOpen());
        assertThat(sent).isNotDone();
        assertThat(mock("transcripts").getReceivedCounter()).isZero();
        context.getRouteController().resumeRoute("transcripts");
        assertThat(textOf(sent.join())).isEqualTo("one two");
        assertThat(mock("transcripts").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void a_stopped_consumer_fails_the_transcripts_it_has_not_routed() throws Exception {
        context.getRouteController().suspendRoute("transcripts");
        CompletableFuture<Exchange> sent = asyncSend("direct:recording", wav("one two"));
        await().until(() -> !emulator.sessions().isEmpty() && !onlySession().isOpen());
        context.getRouteController().stopRoute("transcripts", 1, TimeUnit.SECONDS);
        assertThat(sent.join().getException()).hasMessageContaining("stopped");
    }

    @Test
    void stopping_a_route_ends_its_streams_and_delivers_their_transcripts() throws Exception {
        mock("transcripts").expectedBodiesReceived("one two three");
        send("direct:recording", Tones.pcm(16_000, "one two three"), Map.of(SESSION_KEY, "k"));
        context.getRouteController().stopRoute("recording");
        mock("transcripts").setResultWaitTime(ofSeconds(5).toMillis());
        mock("transcripts").assertIsSatisfied();
    }
}
