package io.github.camelelevenlabs.stt.transport;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.camelelevenlabs.stt.threads.Alarm;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EventLoops.Polling.class)
class EventLoopsTest {

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final ThreadFactory factory = new DefaultThreadFactory("loops-test", true);
    private final EventLoops loops;

    EventLoopsTest(EventLoops.Polling polling) {
        assumeThat(polling.unavailable()).isNull();
        loops = new EventLoops(
                2,
                task -> {
                    Thread thread = factory.newThread(task);
                    started.add(thread);
                    return thread;
                },
                polling);
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void no_thread_runs_before_it_is_needed() throws Exception {
        assertThat(started).isEmpty();
        CountDownLatch ran = new CountDownLatch(1);
        loops.next().execute(ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(started).hasSize(1);
    }

    @Test
    void tasks_of_a_loop_run_in_order_and_never_on_the_calling_stack() throws Exception {
        SessionLoop loop = loops.next();
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            loop.execute(() -> {
                order.add("within");
                done.countDown();
            });
            order.add("outer");
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("outer", "within");
    }

    @Test
    void a_timer_that_was_cancelled_does_not_run() throws Exception {
        SessionLoop loop = loops.next();
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            loop.schedule(ofMillis(1), () -> ran.add("cancelled")).cancel();
            loop.schedule(ofMillis(20), done::countDown);
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void an_alarm_runs_on_its_loop_as_often_as_it_is_set() throws Exception {
        SessionLoop loop = loops.next();
        List<Thread> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(3);
        Alarm[] alarm = new Alarm[1];
        alarm[0] = loop.alarm(() -> {
            ran.add(Thread.currentThread());
            done.countDown();
            if (done.getCount() > 0) {
                alarm[0].set(loop.nanoTime() + ofMillis(1).toNanos());
            }
        });
        loop.execute(() -> alarm[0].set(loop.nanoTime()));
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasSize(3).containsOnly(started.get(0));
    }

    @Test
    void sessions_of_one_loop_share_its_ticks() {
        SessionLoop first = loops.next();
        loops.next();
        assertThat(loops.next()).isSameAs(first);
    }

    @Test
    void closing_ends_the_threads_and_later_tasks_run_in_order_without_timers() throws Exception {
        SessionLoop loop = loops.next();
        loop.schedule(Duration.ofHours(1), () -> {});
        loop.execute(() -> {});
        loops.close();
        for (Thread thread : started) {
            thread.join(5_000);
        }
        assertThat(started).isNotEmpty().noneMatch(Thread::isAlive);
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.schedule(ofMillis(1), () -> ran.add("too late")).cancel();
        loop.execute(() -> {
            loop.execute(() -> {
                ran.add("within");
                done.countDown();
            });
            ran.add("outer");
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("outer", "within");
        loops.close();
    }

    @Test
    void the_native_transport_is_used_where_it_is_on_the_class_path() {
        try (EventLoops best = new EventLoops(1, factory)) {
            boolean available = EventLoops.Polling.EPOLL.unavailable() == null;
            assertThat(best.group().getClass().getSimpleName())
                    .isEqualTo(available ? "EpollEventLoopGroup" : "NioEventLoopGroup");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void these_tests_have_the_native_transport() {
        assertThat(EventLoops.Polling.EPOLL.unavailable()).isNull();
    }

    @Test
    void sessions_get_the_loops_in_turn_whoever_asks() throws Exception {
        Thread first = thread(loops.next());
        Thread second = thread(loops.next());
        assertThat(second).isNotSameAs(first);
        CompletableFuture<SessionLoop> asked = new CompletableFuture<>();
        loops.next().execute(() -> asked.complete(loops.next()));
        assertThat(thread(asked.get(10, TimeUnit.SECONDS))).isSameAs(second);
    }

    @Test
    void sessions_are_spread_over_the_loops_whatever_else_each_of_them_takes() throws Exception {
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            // As the session of a stream does: its timer comes first.
            loops.timer();
            threads.add(thread(loops.next()));
        }
        assertThat(threads).hasSize(2);
    }

    @Test
    void a_channel_gets_the_loop_that_is_asked_for_and_else_any() throws Exception {
        EventExecutor wanted = loops.on(null, () -> loops.group().next());
        for (int i = 0; i < 3; i++) {
            assertThat(loops.on(wanted, () -> loops.group().next())).isSameAs(wanted);
        }
        assertThat(loops.group().next()).isNotSameAs(loops.group().next());
        assertThat(loops.current()).isNull();
    }

    @Test
    void a_channel_made_on_a_loop_stays_there() throws Exception {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Boolean> same = new CompletableFuture<>();
            loops.next().execute(() -> same.complete(loops.group().next() == loops.current()));
            assertThat(same.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Thread thread(SessionLoop loop) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.get(10, TimeUnit.SECONDS);
    }
}
