package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.camelelevenlabs.stt.FaultyCable.Break;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Script;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Real connections fail at random, and every word arrives once, in order and with its time. By default each kind of session
 * meets a few sequences of faults; {@code -Dreliability.seeds=20} sets their number.
 */
class ReliabilityIT extends CamelTestSupport {

    private static final int SEEDS = Integer.getInteger("reliability.seeds", 1);
    private static final int FAULTS = 40;
    private static final int AT_ONCE = 6;
    private static final Duration LENGTH = ofSeconds(300);
    private static final Duration MAX_RUN = ofSeconds(240);

    /** After this many bytes the first connections of a session have started and carry audio and transcripts. */
    private static final int BYTES_UP = 600_000;

    private static final int BYTES_DOWN = 12_000;

    /** The protocol violations that the emulator reports after a cut cable. */
    private static final Set<String> OF_THE_CABLE = Set.of("no-close-handshake", "idle");

    private static final int[] CLOSE_CODES = {1000, 1001, 1005, 1011, 1012, 1013};

    private static final String OPTIONS = "&apiKey=key&includeTimestamps=true&outputFormat=transcript&readRate=0"
            + "&maxReconnectAttempts=-1&reconnectDelay=1&maxReconnectDelay=50&connectTimeout=2000&transcriptTimeout=6000"
            + "&keepAliveInterval=1000&replayLimit=600000";

    private final ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE);

    @AfterEach
    void stopRuns() {
        runs.shutdown();
    }

    @TestFactory
    Stream<DynamicTest> every_word_arrives_once_in_order_and_at_its_time() {
        Map<String, Feed> feeds = Map.of("message", this::message, "stream", this::stream, "source", this::source);
        List<DynamicTest> tests = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (String strategy : List.of("vad", "manual", "turn_prediction")) {
                for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
                    Run run = new Run(seed, strategy, feed.getValue());
                    Future<List<Segment>> transcribed = runs.submit(run);
                    tests.add(dynamicTest(
                            strategy + " " + feed.getKey() + ", seed " + seed, () -> run.check(transcribed.get())));
                }
            }
        }
        return tests.stream();
    }

    /** Sends a recording to an endpoint, or lets an endpoint fetch it; returns the transcript. */
    private interface Feed {
        List<Segment> transcribe(String name, String options, Speech speech, Random random) throws Exception;
    }

    private List<Segment> message(String name, String options, Speech speech, Random random) {
        return segments(template.request(
                "elevenlabs-stt:" + name + "?" + options,
                exchange -> exchange.getIn().setBody(speech.wav())));
    }

    private static List<Segment> segments(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Transcript.class).segments();
    }

    private List<Segment> stream(String name, String options, Speech speech, Random random) {
        byte[] audio = speech.pcm();
        Exchange taken = null;
        for (int at = 0, end; at < audio.length; at = end) {
            end = Math.min(audio.length, at + 1 + random.nextInt(64_000));
            byte[] piece = Arrays.copyOfRange(audio, at, end);
            boolean last = end == audio.length;
            taken = template.request("elevenlabs-stt:" + name + "?audioFormat=pcm_16000&" + options, exchange -> {
                exchange.getIn().setBody(piece);
                exchange.getIn()
                        .setHeaders(Map.of(
                                ElevenLabsSttConstants.SESSION_KEY, name, ElevenLabsSttConstants.END_OF_AUDIO, last));
            });
            assertThat(taken.getException()).isNull();
        }
        return segments(taken);
    }

    private List<Segment> source(String name, String options, Speech speech, Random random) throws Exception {
        List<Segment> transcribed = new ArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        try (RawHttpServer web = RawHttpServer.start().at("/speech.wav", "audio/wav", speech.wav())) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("elevenlabs-stt:" + name + "?includeSessionEvents=true&audioUrl=" + web.url("/speech.wav")
                                    + "&" + options)
                            .process(exchange -> {
                                Object body = exchange.getIn().getBody();
                                if (body instanceof Segment segment) {
                                    transcribed.add(segment);
                                } else if ("session_ended"
                                        .equals(exchange.getIn().getHeader(ElevenLabsSttConstants.MESSAGE_TYPE))) {
                                    ended.complete(null);
                                }
                            });
                }
            });
            ended.get(MAX_RUN.toSeconds(), TimeUnit.SECONDS);
        }
        return transcribed;
    }

    /** One recording and its faults. */
    private static final class Run implements Callable<List<Segment>> {
        private final int seed;
        private final String strategy;
        private final Feed feed;
        private final Random random;
        private Speech speech;
        private List<Violation> violations;
        private int connections;

        private Run(int seed, String strategy, Feed feed) {
            this.seed = seed;
            this.strategy = strategy;
            this.feed = feed;
            this.random = new Random(seed);
        }

        @Override
        public List<Segment> call() throws Exception {
            speech = Speech.random(random, LENGTH);
            try (SttEmulator emulator = SttEmulator.builder()
                            .behaviour(behaviour())
                            .keepAudio(false)
                            .start();
                    FaultyCable cable = new FaultyCable(emulator.uri())) {
                for (int connection = 1; connection <= FAULTS; connection++) {
                    plan(emulator.script(), cable, connection);
                }
                String name = "run-" + strategy + "-" + seed + "-" + Integer.toHexString(hashCode());
                String model = strategy.equals("turn_prediction") ? "&modelId=scribe_v3_live" : "";
                String options = "commitStrategy=" + strategy + model + "&baseUrl=" + cable.uri() + OPTIONS;
                List<Segment> transcribed = feed.transcribe(name, options, speech, random);
                connections = emulator.sessions().size();
                violations = emulator.violations().stream()
                        .filter(violation -> !OF_THE_CABLE.contains(violation.rule()))
                        .toList();
                return transcribed;
            }
        }

        /**
         * Where turns are predicted, an answer that is sooner than the service's fastest is taken for one of its own, and the next commit
         * waits seconds for ours.
         */
        private Behaviour behaviour() {
            boolean turns = strategy.equals("turn_prediction");
            return Behaviour.prompt()
                    .with(knobs -> knobs.plainToTimed(ofMillis(5)).commitToPlain(ofMillis(turns ? 200 : 5)));
        }

        /** A fault and its position on the connection. */
        private void plan(Script script, FaultyCable cable, int connection) {
            Script.When opening = script.onConnection(connection);
            Duration audio = ofMillis(random.nextInt(16_000));
            int commit = 1 + random.nextInt(2);
            Fault close = new Fault.CloseWith(
                    CLOSE_CODES[random.nextInt(CLOSE_CODES.length)], random.nextBoolean() ? "" : "restart");
            switch (random.nextInt(16)) {
                case 0 -> opening.fault(new Fault.RefuseHandshake(500));
                case 1 -> opening.fault(new Fault.DropConnection());
                case 2 -> opening.onceStarted().fault(new Fault.HangUp());
                case 3 -> opening.onCommit(commit).fault(new Fault.DropConnection());
                case 4 -> opening.onAnswer(commit).fault(new Fault.DropConnection());
                case 5 -> opening.onAnswer(commit).fault(new Fault.HangUp());
                case 6, 7 -> opening.afterAudio(audio).fault(close);
                case 8 ->
                    opening.afterAudio(audio).fault(new Fault.SendError("transcriber_error", "oops").andClose(1011));
                case 9 ->
                    opening.afterAudio(audio)
                            .fault(new Fault.SendError("session_time_limit_exceeded", "time is up").andClose(1000));
                case 10 -> opening.afterAudio(audio).fault(new Fault.DropConnection());
                case 11 ->
                    opening.afterAudio(audio)
                            .fault(new Fault.Stall(ofMillis(300)))
                            .afterAudio(audio.plusSeconds(4))
                            .fault(new Fault.DropConnection());
                case 12 -> opening.afterAudio(audio).fault(connection % 8 == 0 ? new Fault.FallSilent() : close);
                case 13 -> cable.breakOn(connection, broken(Break.RESET, true, BYTES_UP));
                case 14 -> cable.breakOn(connection, broken(Break.RESET, false, BYTES_DOWN));
                default -> cable.breakOn(connection, broken(Break.SILENCE, true, BYTES_UP));
            }
        }

        private FaultyCable.Fault broken(Break how, boolean upstream, int within) {
            return new FaultyCable.Fault(how, upstream, 1 + random.nextInt(within));
        }

        private void check(List<Segment> transcribed) {
            String text =
                    String.join(" ", transcribed.stream().map(Segment::text).toList());
            assertThat(firstDifference(speech.words(), List.of(text.split(" "))))
                    .isEmpty();
            int word = 0;
            for (Segment segment : transcribed) {
                // A segment whose twin was lost with the connection has text without word times.
                for (int i = 0; i < segment.words().size(); i++) {
                    assertThat(segment.words().get(i).startTime())
                            .as("word %d", word + i)
                            .isCloseTo(speech.spoken().get(word + i).start(), within(100L));
                }
                word += segment.text().split(" ").length;
            }
            assertThat(violations).isEmpty();
            assertThat(connections).as("connections that failed").isGreaterThan(7);
        }
    }

    /** The spoken and the transcribed words around the first difference; empty when there is none. */
    private static String firstDifference(List<String> spoken, List<String> transcribed) {
        int at = 0;
        while (at < Math.min(spoken.size(), transcribed.size())
                && spoken.get(at).equals(transcribed.get(at))) {
            at++;
        }
        if (at == spoken.size() && at == transcribed.size()) {
            return "";
        }
        int from = Math.max(0, at - 3);
        return "word " + at + ": spoken " + spoken.subList(from, Math.min(spoken.size(), at + 4)) + ", transcribed "
                + transcribed.subList(from, Math.min(transcribed.size(), at + 4));
    }
}
