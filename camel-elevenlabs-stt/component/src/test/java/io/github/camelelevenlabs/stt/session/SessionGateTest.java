package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionGateTest {

    private final SessionGate gate = new SessionGate();
    private final List<String> turns = new ArrayList<>();

    private SessionGate.Ticket enter(int limit, String name) {
        return gate.enter(limit, () -> turns.add(name));
    }

    @Test
    void without_a_limit_everybody_enters_at_once() {
        for (int i = 0; i < 100; i++) {
            enter(0, "any");
        }
        assertThat(turns).hasSize(100);
        assertThat(gate.open()).isEqualTo(100);
    }

    @Test
    void one_too_many_waits_until_another_leaves() {
        SessionGate.Ticket first = enter(2, "first");
        enter(2, "second");
        enter(2, "third");
        assertThat(turns).containsExactly("first", "second");
        first.leave();
        assertThat(turns).containsExactly("first", "second", "third");
        assertThat(gate.open()).isEqualTo(2);
    }

    @Test
    void all_get_their_turn_in_the_order_they_came() {
        SessionGate.Ticket first = enter(1, "first");
        SessionGate.Ticket second = enter(1, "second");
        enter(1, "third");
        first.leave();
        assertThat(turns).containsExactly("first", "second");
        second.leave();
        assertThat(turns).containsExactly("first", "second", "third");
    }

    @Test
    void each_goes_by_a_limit_of_its_own_and_nobody_overtakes() {
        SessionGate.Ticket first = enter(3, "first");
        SessionGate.Ticket second = enter(3, "second");
        SessionGate.Ticket modest = enter(1, "modest");
        enter(3, "last");
        assertThat(turns).containsExactly("first", "second");
        first.leave();
        assertThat(turns).containsExactly("first", "second");
        second.leave();
        assertThat(turns).containsExactly("first", "second", "modest", "last");
        assertThat(gate.open()).isEqualTo(2);
        modest.leave();
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void leaving_makes_room_for_as_many_as_fit() {
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
    void who_leaves_the_queue_never_gets_a_turn_and_frees_no_place() {
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
    void who_leaves_the_head_of_the_queue_lets_those_behind_go_in() {
        enter(0, "first");
        SessionGate.Ticket modest = enter(1, "modest");
        enter(2, "behind");
        assertThat(turns).containsExactly("first");
        modest.leave();
        assertThat(turns).containsExactly("first", "behind");
    }

    @Test
    void leaving_twice_frees_one_place() {
        SessionGate.Ticket first = enter(1, "first");
        enter(1, "second");
        enter(1, "third");
        first.leave();
        first.leave();
        assertThat(turns).containsExactly("first", "second");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void a_turn_may_enter_and_leave_again_itself() {
        SessionGate.Ticket first = enter(1, "first");
        gate.enter(1, () -> enter(2, "from within").leave());
        first.leave();
        assertThat(turns).containsExactly("first", "from within");
        assertThat(gate.open()).isEqualTo(1);
    }

    @Test
    void many_threads_are_never_more_than_the_limit_and_all_get_their_turn() throws Exception {
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
