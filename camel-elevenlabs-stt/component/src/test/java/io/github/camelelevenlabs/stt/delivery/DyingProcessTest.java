package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process dies at every point between a segment that was said, kept, routed and marked, with its threads in many orders; others go on
 * in its place. Each segment is routed, and only once by its id; nothing is routed that is not kept.
 */
class DyingProcessTest {

    private static final String KEY = "recording/calls/a";
    private static final List<String> WORDS = List.of("one", "two", "three", "four", "five");
    private static final int ORDERS = 8;

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    /** What outlives a process: the repository, and what its consumers have routed. */
    private static final class World {
        private final InMemorySessionRepository repository = new InMemorySessionRepository();
        private final List<List<Routed>> routed = List.of(new ArrayList<>(), new ArrayList<>());
        private int processes;
        /** How far messages are acknowledged, which do not come again. */
        private Duration acknowledged = Duration.ZERO;

        /** Whether everything is kept and marked. */
        private boolean isWhole() {
            return kept().segments().size() == WORDS.size() && kept().unrouted().isEmpty();
        }

        private List<Integer> counts() {
            return routed.stream().map(List::size).toList();
        }

        private Kept kept() {
            return Kept.of(repository.entries(KEY));
        }
    }

    private record Routed(String id, String text) {}

    /** What comes upon a process. */
    private interface Fate {
        Fate NONE = process -> {};
        Fate DEATH = process -> process.dead = true;

        void comes(DyingProcess process);
    }

    /**
     * A session of a process with two consumers, one of which is asynchronous. Everything that its threads do are tasks here; a random
     * number picks the next one. Before and after each call of the repository and of a route is a point at which it may die, and then
     * nothing that it does has an effect any more, or sleep.
     */
    private static final class DyingProcess implements Conversation, SessionRepository, RoutingProgress {

        private final World world;
        private final Random random;
        private final int point;
        private final Fate fate;
        private final ManualTime time = new ManualTime();
        private final List<Runnable> pool = new ArrayList<>();
        private final Transcription transcription;
        private final Journal journal;
        private int points;
        private int next;
        private boolean opened;
        private boolean ended;
        private boolean aborted;
        private boolean dead;
        private Result result;

        /** @param point the number of the point at which the fate comes */
        DyingProcess(World world, Random random, int point, Fate fate) throws Exception {
            this.world = world;
            this.random = random;
            this.point = point;
            this.fate = fate;
            KeptSession found = world.repository.open(KEY);
            journal = new Journal(
                    this,
                    KEY,
                    found.epoch(),
                    Kept.of(found.entries()),
                    time.nanoTime(),
                    pool::add,
                    time,
                    ofSeconds(30),
                    removal -> {
                        removal.run();
                        return CompletableFuture.completedFuture(null);
                    });
            String id = journal.kept().sessionId().orElse("session-" + world.processes++);
            journal.begin(id);
            assertThat(journal.kept().through()).as("acknowledged").isGreaterThanOrEqualTo(world.acknowledged);
            next = (int) journal.kept().through().toMinutes();
            TranscriptTopics topics = new TranscriptTopics(new UsageTotals(), name -> () -> {});
            subscribe(topics, world.routed.get(0), false);
            subscribe(topics, world.routed.get(1), true);
            transcription = new Transcription(
                    id,
                    "calls",
                    topics,
                    new TranscriptExchanges(id, null, new DefaultExchange(CONTEXT).getIn()),
                    Awaited.ROUTED,
                    pool::add,
                    new Notices(),
                    new StubFailures(),
                    Optional.of(journal));
            transcription.setProgress(this);
            transcription.logged(time);
            transcription.onCompletion(completed -> result = completed);
            transcription.start(this, () -> {});
        }

        private void subscribe(TranscriptTopics topics, List<Routed> routed, boolean asynchronous) {
            DefaultConsumer consumer =
                    new DefaultConsumer(CONTEXT.getEndpoint("direct:transcripts"), new AsyncProcessorSupport() {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            route(exchange, routed);
                            if (asynchronous) {
                                pool.add(() -> callback.done(false));
                                return false;
                            }
                            callback.done(true);
                            return true;
                        }
                    });
            consumer.start();
            Subscriber subscriber = new Subscriber(consumer);
            subscriber.setWishes(new Subscriber.Wishes(OutputFormat.TEXT, false, false, false));
            topics.use("calls", consumer).subscribe(subscriber);
        }

        @Override
        public void onRouted(Duration through) {
            if (dead) {
                return;
            }
            Kept kept = world.kept();
            assertThat(kept.through()).as("kept").isGreaterThanOrEqualTo(through);
            assertThat(kept.unrouted())
                    .as("not marked, acknowledged up to %s", through)
                    .allMatch(segment -> kept.ends().get(segment.index()).compareTo(through) > 0);
            world.acknowledged = through.compareTo(world.acknowledged) > 0 ? through : world.acknowledged;
        }

        @Override
        public void onRouteFailed(Exception failure) {
            throw new AssertionError(failure);
        }

        private void route(Exchange exchange, List<Routed> routed) {
            if (!livesOn()) {
                return;
            }
            int index = exchange.getIn().getHeader(Headers.SEGMENT_INDEX, Integer.class);
            String text = exchange.getIn().getBody(String.class);
            assertThat(world.kept().segments())
                    .as("kept before it is routed")
                    .anyMatch(kept -> kept.index() == index && kept.text().equals(text));
            routed.add(new Routed(exchange.getIn().getHeader(Headers.SEGMENT_ID, String.class), text));
            livesOn();
        }

        private boolean livesOn() {
            if (!dead && ++points == point) {
                fate.comes(this);
            }
            return !dead;
        }

        /** Runs until it is dead, or has nothing more to do. */
        void run() {
            while (!dead && !(ended && pool.isEmpty())) {
                if (!ended && (pool.isEmpty() || random.nextInt(3) == 0)) {
                    speak();
                } else {
                    // The tasks of a pool run in any order.
                    pool.remove(random.nextInt(pool.size())).run();
                }
                time.advance(Duration.ofMillis(random.nextInt(60)));
            }
        }

        private void speak() {
            if (!opened) {
                opened = true;
                transcription.onSourceOpened(new AudioSource.Opened(PcmFormat.PCM_16000, 1));
            } else if (next < WORDS.size() && !aborted) {
                int index = journal.kept().segments().size()
                        + next
                        - (int) journal.kept().through().toMinutes();
                transcription.onSegment(new Segment(index, WORDS.get(next), null, List.of()), ofMinutes(++next));
                // Silence behind it.
                transcription.onCovered(ofMinutes(next).plusSeconds(random.nextInt(60)));
            } else {
                ended = true;
                transcription.onEnd(SessionEnd.nothing(Optional.empty()));
            }
        }

        @Override
        public KeptSession open(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(String key, long epoch, List<String> entries) throws Exception {
            if (livesOn()) {
                world.repository.append(key, epoch, entries);
                livesOn();
            }
        }

        @Override
        public void remove(String key, long epoch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void start() {}

        @Override
        public void delivered() {}

        @Override
        public void abort(SessionFailure failure) {
            aborted = true;
        }

        @Override
        public Duration position() {
            return ofMinutes(next);
        }

        @Override
        public List<SessionSnapshot> snapshots() {
            return List.of();
        }
    }

    private static DyingProcess run(World world, Random random, int point, Fate fate) {
        try {
            DyingProcess process = new DyingProcess(world, random, point, fate);
            process.run();
            return process;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static DyingProcess run(World world, Random random) {
        return run(world, random, 0, Fate.NONE);
    }

    private static void assertWhole(World world, Result result) {
        assertThat(result.failure()).isEmpty();
        assertThat(result.transcript().segments().stream().map(Segment::text)).containsExactlyElementsOf(WORDS);
        assertThat(world.kept().unrouted()).as("routed and not marked").isEmpty();
        for (List<Routed> routed : world.routed) {
            Map<String, String> byId = new LinkedHashMap<>();
            routed.forEach(one -> assertThat(byId.merge(one.id(), one.text(), (first, again) -> first))
                    .as("the text of %s", one.id())
                    .isEqualTo(one.text()));
            assertThat(byId.values()).containsExactlyElementsOf(WORDS);
            assertThat(byId.keySet())
                    .containsExactlyElementsOf(IntStream.range(0, WORDS.size())
                            .mapToObj(index -> result.sessionId() + "-" + index)
                            .toList());
        }
    }

    /** @param deaths the number of processes that die, one after the other, the first one at every point */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void every_segment_is_routed_once_by_its_id_wherever_processes_die(int deaths) {
        forEveryPoint((world, random, point, points) -> {
            run(world, random, point, Fate.DEATH);
            for (int death = 1; death < deaths; death++) {
                run(world, random, 1 + random.nextInt(points), Fate.DEATH);
            }
            assertWhole(world, run(world, random).result);
        });
    }

    @Test
    void a_process_that_slept_and_was_taken_over_routes_nothing_more_wherever_it_slept() {
        forEveryPoint((world, random, point, points) -> {
            List<Integer> before = new ArrayList<>();
            List<Boolean> whole = new ArrayList<>();
            DyingProcess sleeper = run(world, random, point, asleep -> {
                whole.add(world.isWhole());
                assertWhole(world, run(world, random).result);
                before.addAll(world.counts());
                asleep.time.advance(ofSeconds(5));
            });
            // What was in the route of a consumer, or about to enter it, when the process fell asleep.
            for (int consumer = 0; consumer < before.size(); consumer++) {
                assertThat(world.counts().get(consumer) - before.get(consumer)).isBetween(0, 1);
            }
            String end = sleeper.result.failure().map(Exception::getMessage).orElse("success");
            assertThat(end).matches(whole.get(0) ? "success|superseded:.*" : "superseded:.*");
        });
    }

    private interface Scene {
        void play(World world, Random random, int point, int points);
    }

    private static void forEveryPoint(Scene scene) {
        int scenes = 0;
        for (int order = 0; order < ORDERS; order++) {
            int points = run(new World(), new Random(order)).points;
            for (int point = 1; point <= points; point++) {
                try {
                    scene.play(new World(), new Random(order), point, points);
                } catch (Throwable failed) {
                    throw new AssertionError("order " + order + ", point " + point + " of " + points, failed);
                }
                scenes++;
            }
        }
        assertThat(scenes).isGreaterThan(250);
    }
}
