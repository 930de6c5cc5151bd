package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class SessionGateTest {

    /** A limit of processor time, so that other work on the machine does not count. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int MANY = 200_000;

    private final SessionGate gate = new SessionGate();
    private final List<String> turns = new ArrayList<>();

    private SessionGate.Ticket enter(int limit, String name) {
        return gate.enter(limit, () -> turns.add(name));
    }

    @Test
    void without_a_limit_every_session_enters_at_once() {
        for (int i = 0; i < 100; i++) {
            enter(0, "any");
        }
        assertThat(turns).hasSize(100);
        assertThat(gate.open()).isEqualTo(100);
    }

    @Test
    void a_session_above_the_limit_waits_until_another_leaves() {
        SessionGate.Ticket first = enter(2, "first");
        enter(2, "second");
        enter(2, "third");
        assertThat(turns).containsExactly("first", "second");
        first.leave();
        assertThat(turns).containsExactly("first", "second", "third");
        assertThat(gate.open()).isEqualTo(2);
    }

    @Test
    void sessions_are_admitted_in_the_order_of_arrival() {
        SessionGate.Ticket first = enter(1, "first");
        SessionGate.Ticket second = enter(1, "second");
        enter(1, "third");
        first.leave();
        assertThat(turns).containsExactly("first", "second");
        second.leave();
        assertThat(turns).containsExactly("first", "second", "third");
    }

    @Test
    void each_session_has_its_own_limit() {
        SessionGate.Ticket first = enter(3, "first");
        SessionGate.Ticket second = enter(3, "second");
        enter(1, "modest");
        SessionGate.Ticket last = enter(3, "last");
        assertThat(turns).containsExactly("first", "second", "last");
        first.leave();
        second.leave();
        assertThat(turns).hasSize(3);
        last.leave();
        assertThat(turns).containsExactly("first", "second", "last", "modest");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void a_waiting_session_delays_none_with_another_limit() {
        enter(0, "long");
        enter(1, "modest");
        enter(1, "behind the modest");
        enter(3, "second");
        enter(0, "third");
        enter(3, "fourth");
        enter(9, "fifth");
        assertThat(turns).containsExactly("long", "second", "third", "fifth");
    }

    @Test
    void sessions_with_the_same_limit_keep_their_order_even_when_one_needs_more_places() {
        SessionGate.Ticket first = enter(2, "first");
        gate.enter(2, 2, () -> turns.add("stereo"));
        SessionGate.Ticket mono = enter(2, "mono");
        assertThat(turns).containsExactly("first");
        first.leave();
        assertThat(turns).containsExactly("first", "stereo");
        mono.leave();
        assertThat(gate.open()).isEqualTo(2);
    }

    @Test
    void a_request_above_its_own_limit_is_refused() {
        assertThatThrownBy(() -> gate.enter(1, 2, () -> {})).isInstanceOf(IllegalArgumentException.class);
        enter(1, "next");
        assertThat(turns).containsExactly("next");
    }

    @Test
    void sessions_with_the_smallest_limit_are_admitted_first() {
        SessionGate.Ticket stereo = gate.enter(2, 2, () -> turns.add("stereo"));
        enter(2, "of two");
        enter(1, "of one");
        stereo.leave();
        assertThat(turns).containsExactly("stereo", "of one", "of two");
    }

    /** Compared with a simple gate that checks all waiting sessions each time. */
    @Test
    void every_admissible_session_is_admitted_and_no_other() {
        Random random = new Random(5);
        Map<Integer, Deque<int[]>> waiting = new TreeMap<>();
        List<SessionGate.Ticket> tickets = new ArrayList<>();
        List<int[]> states = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        for (int step = 0; step < 20_000; step++) {
            if (tickets.isEmpty() || random.nextInt(100) < 52) {
                int limit = random.nextInt(8);
                int places = limit == 1 ? 1 : 1 + random.nextInt(2);
                // The limit, the number of places, and whether the session was admitted.
                int[] state = {limit, places, 0};
                waiting.computeIfAbsent(limit, key -> new ArrayDeque<>()).add(state);
                tickets.add(gate.enter(limit, places, () -> {
                    assertThat(waiting.get(limit).remove())
                            .as("first of its limit")
                            .isSameAs(state);
                    assertThat(limit == 0 || inside.get() + places <= limit).isTrue();
                    inside.addAndGet(places);
                    state[2]++;
                }));
                states.add(state);
            } else {
                int leaving = random.nextInt(tickets.size());
                int[] state = states.remove(leaving);
                if (state[2] == 0) {
                    waiting.get(state[0]).remove(state);
                } else {
                    inside.addAndGet(-state[1]);
                }
                tickets.remove(leaving).leave();
            }
            assertThat(gate.open()).isEqualTo(inside.get());
            waiting.values().stream()
                    .filter(queue -> !queue.isEmpty())
                    .forEach(queue -> assertThat(inside.get() + queue.peek()[1])
                            .as("somebody waits who may go")
                            .isGreaterThan(queue.peek()[0]));
        }
        assertThat(states).noneMatch(state -> state[2] > 1);
    }

    @Test
    void a_turn_that_throws_releases_its_place_and_affects_no_other() {
        SessionGate.Ticket first = enter(1, "first");
        gate.enter(1, () -> {
            throw new IllegalStateException("a turn that throws");
        });
        enter(1, "third");
        first.leave();
        assertThat(turns).containsExactly("first", "third");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void a_closed_gate_admits_nobody() {
        SessionGate.Ticket first = enter(1, "first");
        SessionGate.Ticket waiting = enter(1, "waiting");
        gate.close();
        first.leave();
        enter(0, "too late");
        enter(5, "too late");
        waiting.leave();
        assertThat(turns).containsExactly("first");
        assertThat(gate.open()).isZero();
    }

    @Test
    void two_hundred_thousand_sessions_that_end_at_once_are_admitted_one_after_the_other() {
        SessionGate.Ticket first = enter(1, "first");
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < MANY; i++) {
            SessionGate.Ticket[] own = new SessionGate.Ticket[1];
            own[0] = gate.enter(1, () -> {
                ended.incrementAndGet();
                own[0].leave();
            });
        }
        assertThat(ended).hasValue(0);
        assertTimeout(ofSeconds(5), first::leave);
        assertThat(ended).hasValue(MANY);
        assertThat(gate.open()).isZero();
    }

    /** With a linear search in the queue this would take twenty billion steps. */
    @Test
    void two_hundred_thousand_waiting_sessions_leave_quickly() {
        enter(1, "first");
        for (IntUnaryOperator limits : List.<IntUnaryOperator>of(i -> 1, i -> 1 + i % 1_000, i -> i + 1)) {
            SessionGate.Ticket first = enter(MANY, "of this round");
            List<SessionGate.Ticket> waiting = new ArrayList<>();
            SessionGate.Ticket full = gate.enter(0, MANY, () -> {});
            long before = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < MANY; i++) {
                waiting.add(gate.enter(limits.applyAsInt(i), () -> turns.add("nobody")));
            }
            Collections.shuffle(waiting, new Random(1));
            waiting.forEach(SessionGate.Ticket::leave);
            assertThat(ofNanos(THREADS.getCurrentThreadCpuTime() - before)).isLessThan(ofSeconds(10));
            full.leave();
            first.leave();
        }
        assertThat(turns).doesNotContain("nobody");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void leaving_admits_as_many_as_fit() {
        SessionGate.Ticket first = enter(0, "first");
        SessionGate.Ticket second = enter(0, "second");
        enter(2, "third");
        enter(2, "fourth");
        enter(2, "fifth");
        second.leave();
        assertThat(turns).containsExactly("first", "second", "third");
        first.leave();
        assertThat(turns).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_session_that_leaves_the_queue_is_never_admitted_and_releases_no_place() {
        SessionGate.Ticket first = enter(1, "first");
        SessionGate.Ticket second = enter(1, "second");
        enter(1, "third");
        second.leave();
        assertThat(turns).containsExactly("first");
        assertThat(gate.open()).isEqualTo(1);
        first.leave();
        assertThat(turns).containsExactly("first", "third");
    }

    @Test
    void leaving_the_head_of_the_queue_admits_the_sessions_behind() {
        enter(0, "first");
        SessionGate.Ticket stereo = gate.enter(2, 2, () -> turns.add("stereo"));
        enter(2, "behind");
        assertThat(turns).containsExactly("first");
        stereo.leave();
        assertThat(turns).containsExactly("first", "behind");
    }

    @Test
    void leaving_twice_releases_one_place() {
        SessionGate.Ticket first = enter(1, "first");
        enter(1, "second");
        enter(1, "third");
        first.leave();
        first.leave();
        assertThat(turns).containsExactly("first", "second");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void a_turn_may_enter_and_leave_the_gate() {
        SessionGate.Ticket first = enter(1, "first");
        gate.enter(1, () -> enter(2, "from within").leave());
        first.leave();
        assertThat(turns).containsExactly("first", "from within");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void concurrent_sessions_never_exceed_the_limit_and_are_all_admitted() throws Exception {
        int limit = 3;
        int sessions = 2_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch served = new CountDownLatch(sessions);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < sessions; i++) {
                threads.execute(() -> {
                    CompletableFuture<SessionGate.Ticket> ticket = new CompletableFuture<>();
                    ticket.complete(gate.enter(
                            limit,
                            () -> threads.execute(() -> {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                Thread.yield();
                                inside.decrementAndGet();
                                ticket.join().leave();
                                served.countDown();
                            })));
                });
            }
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValueBetween(1, limit);
        assertThat(gate.open()).isZero();
    }
}
