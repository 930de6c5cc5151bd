package io.github.camelelevenlabs.stt.feed;

import static io.github.camelelevenlabs.stt.feed.StreamFixture.audio;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.delivery.Journals;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Failures at random moments, and brokers that send again in random ways: every second of a stream has one word, and each word reaches the
 * table of the consumer once.
 */
class RandomRedeliveryTest {

    private static final int SECONDS = 12;
    private static final int SEEDS = Integer.getInteger("redelivery.seeds", 60);

    private StreamFixture fixture;
    private Random random;
    private Broker broker;

    /** Calls of the repository that have not begun. */
    private Queue<Runnable> calls;

    /** The consumer's table, by the ids of the segments. */
    private Map<String, String> table;

    /** What hears the audio of the newest session. */
    private Ear ear;

    /** How a broker sends again what has failed. */
    enum Broker {
        /** From the first message that is not acknowledged on, in order. */
        SEEKS,
        /** Each message by itself, after a delay of its own. */
        DELAYS,
        /** Each message by itself, within the call that fails it. */
        AT_ONCE
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The session's rules for audio with positions: what was there before is dropped, and a gap that was passed fails the session. */
    private final class Ear {
        private final FakeSession session;
        private final Map<Duration, Duration> gaps = new TreeMap<>();
        private Duration reached;
        private final List<Integer> unsaid = new ArrayList<>();
        private boolean late;

        private Ear(FakeSession session) {
            this.session = session;
            this.reached = session.transcription.kept().through();
            session.listen(this::hear);
        }

        private void hear(Duration start, Duration end, Block block) {
            if (start.compareTo(reached) < 0) {
                late |= gaps.entrySet().stream()
                        .anyMatch(gap -> gap.getKey().compareTo(end) < 0 && start.compareTo(gap.getValue()) < 0);
            } else {
                if (start.compareTo(reached) > 0) {
                    gaps.put(reached, start);
                }
                unsaid.add((int) start.toSeconds());
                reached = end;
            }
        }

        private void say() {
            int count = 1 + random.nextInt(unsaid.size());
            List<Integer> said = unsaid.subList(0, count);
            String words = said.stream().map(String::valueOf).collect(Collectors.joining(" "));
            Duration through = ofSeconds(said.get(count - 1) + 1);
            said.clear();
            session.say(words, through);
        }

        private void fail(ErrorCode code) {
            if (!session.ended) {
                session.fail(code);
            }
        }
    }

    /** What the broker knows. */
    private final Map<Integer, Sent> underWay = new TreeMap<>();

    private final Set<Integer> failed = new TreeSet<>();
    private int next;

    private void send(int second) {
        failed.remove(second);
        Sent sent = fixture.prepared(audio(1_000, second + 1), Map.of(Headers.AUDIO_POSITION, second * 1_000L));
        underWay.put(second, sent);
        sent.onDone = () -> {
            if (underWay.get(second) != sent) {
                return;
            }
            underWay.remove(second);
            if (sent.failed()) {
                onFailed(second);
            }
        };
        fixture.send(sent);
        listen();
    }

    private void onFailed(int second) {
        if (broker == Broker.SEEKS) {
            next = Math.min(next, second);
        } else if (broker == Broker.DELAYS || random.nextInt(3) == 0) {
            failed.add(second);
        } else {
            send(second);
        }
    }

    private void listen() {
        if (!fixture.sessions.isEmpty() && (ear == null || ear.session != fixture.session())) {
            ear = new Ear(fixture.session());
        }
    }

    private void step(boolean faults) {
        switch (random.nextInt(faults ? 12 : 8)) {
            case 0, 1 -> {
                if (next < SECONDS) {
                    send(next++);
                }
            }
            case 2, 3 -> {
                if (!failed.isEmpty()) {
                    List<Integer> any = List.copyOf(failed);
                    send(any.get(random.nextInt(any.size())));
                }
            }
            case 4 -> {
                if (ear != null && !ear.session.ended && !ear.unsaid.isEmpty()) {
                    ear.say();
                }
            }
            case 5 -> route(false);
            case 6, 7 -> {
                if (!calls.isEmpty()) {
                    calls.remove().run();
                }
            }
            case 8 -> route(true);
            case 9 -> {
                if (ear != null) {
                    ear.fail(ErrorCode.CONNECTION_LOST);
                }
            }
            case 10 -> fixture.repository.failing(new IOException("away"));
            default -> fixture.repository.works();
        }
        if (random.nextInt(3) > 0) {
            settle();
        }
    }

    private void settle() {
        fixture.time.settle();
        listen();
        if (ear != null && (ear.late || ear.session.aborted.isPresent())) {
            ear.fail(ErrorCode.AUDIO_SOURCE_FAILED);
            fixture.time.settle();
        }
    }

    private void route(boolean fails) {
        if (fixture.toRoute.isEmpty()) {
            return;
        }
        if (!fails || random.nextBoolean()) {
            Exchange exchange = fixture.toRoute.get(0);
            String text = exchange.getIn().getBody(String.class);
            String before = table.putIfAbsent(exchange.getIn().getHeader(Headers.SEGMENT_ID, String.class), text);
            assertThat(before == null ? text : before).isEqualTo(text);
        }
        fixture.route(fails ? new IllegalStateException("not now") : null);
    }

    private void run(long seed) throws Exception {
        fixture = new StreamFixture();
        random = new Random(seed);
        calls = new ArrayDeque<>();
        table = new HashMap<>();
        ear = null;
        next = 0;
        failed.clear();
        underWay.clear();
        fixture.journals = new Journals(calls::add, fixture.time, fixture.failures());
        fixture.routed = true;
        fixture.consume();
        for (int i = 0; i < 150; i++) {
            step(true);
        }
        fixture.repository.works();
        for (int i = 0; i < 20_000 && !(next == SECONDS && failed.isEmpty() && underWay.isEmpty()); i++) {
            step(false);
        }
        assertThat(underWay).as("seed %s of %s", seed, broker).isEmpty();
        List<String> words = table.values().stream()
                .flatMap(text -> List.of(text.split(" ")).stream())
                .sorted()
                .toList();
        assertThat(words)
                .as("seed %s of %s", seed, broker)
                .isEqualTo(IntStream.range(0, SECONDS)
                        .mapToObj(String::valueOf)
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Broker.class)
    void every_word_comes_once(Broker how) throws Exception {
        broker = how;
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
            fixture.close();
        }
    }
}
