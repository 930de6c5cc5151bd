package io.github.camelelevenlabs.stt.threads;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.transport.EventLoops;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ElasticPoolTest {

    private static final ToLongFunction<Thread> WAITS = thread -> 0;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final EventLoops loops = new EventLoops(1, new DefaultThreadFactory("pool-test-loop", true));
    private final ManualTime time = new ManualTime();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicInteger working = new AtomicInteger();
    private ElasticPool pool;

    @BeforeEach
    void startContext() {
        context.start();
    }

    @AfterEach
    void close() {
        stuck.countDown();
        if (pool != null) {
            pool.close();
        }
        loops.close();
        context.stop();
    }

    private ElasticPool pool(SessionLoop clock, ToLongFunction<Thread> cpuTime, Duration idleTime) {
        pool = new ElasticPool(context, this, "pool-test", clock, cpuTime, idleTime);
        return pool;
    }

    private ElasticPool realPool() {
        pool = new ElasticPool(context, this, "pool-test", loops.next());
        return pool;
    }

    private void getStuck() {
        working.incrementAndGet();
        try {
            stuck.await();
        } catch (InterruptedException e) {
            // The pool was closed.
        }
        working.decrementAndGet();
    }

    private void getStuck(int tasks) {
        IntStream.range(0, tasks).forEach(n -> pool.execute(this::getStuck));
    }

    @Test
    void stuck_tasks_get_a_thread_each_after_a_few_checks() {
        pool(time, WAITS, ofMinutes(1));
        getStuck(1_000);
        for (int threads : new int[] {3, 18, 108, 620, 1_000}) {
            await().atMost(ofSeconds(60)).pollInterval(ofMillis(1)).until(() -> working.get() == threads);
            time.advance(ElasticPool.PATIENCE);
        }
        await().atMost(ofSeconds(60)).until(() -> pool.threadCount() == 1_000);
    }

    @Test
    void a_task_waits_less_than_half_a_second_behind_four_hundred_stuck_tasks() {
        pool(time, WAITS, ofMinutes(1));
        getStuck(400);
        CountDownLatch ran = new CountDownLatch(1);
        pool.execute(ran::countDown);
        for (int threads : new int[] {3, 18, 108}) {
            await().pollInterval(ofMillis(1)).until(() -> working.get() == threads);
            assertThat(ran.getCount()).isEqualTo(1);
            time.advance(ElasticPool.PATIENCE);
        }
        await().until(() -> ran.getCount() == 0);
        assertThat(ofNanos(time.nanoTime())).isLessThan(ofMillis(500));
    }

    /** Measured in real time: half a second on an idle computer. */
    @Test
    void four_hundred_stuck_tasks_delay_the_next_by_no_more_than_the_start_of_their_threads() throws Exception {
        realPool();
        getStuck(400);
        CountDownLatch ran = new CountDownLatch(1);
        pool.execute(ran::countDown);
        assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(working).hasValue(400);
    }

    @Test
    void stuck_tasks_leave_the_other_tasks_as_many_threads_as_before() {
        pool(time, WAITS, ofMinutes(1));
        getStuck(2);
        await().until(() -> working.get() == 2);
        AtomicInteger done = new AtomicInteger();
        for (int look = 1; look <= 20; look++) {
            IntStream.range(0, 50).forEach(n -> pool.execute(done::incrementAndGet));
            int all = look * 50;
            await().pollInterval(ofMillis(1)).until(() -> done.get() == all);
            time.advance(ElasticPool.PATIENCE);
        }
        assertThat(pool.threadCount()).isLessThanOrEqualTo(2 + ElasticPool.THREADS);
    }

    @Test
    void computing_tasks_get_no_more_threads_however_many_wait() {
        AtomicInteger used = new AtomicInteger();
        pool(time, thread -> ofMillis(20).toNanos() * used.incrementAndGet(), ofMinutes(1));
        getStuck(1_000);
        await().until(() -> working.get() == ElasticPool.THREADS);
        for (int look = 0; look < 100; look++) {
            time.advance(ElasticPool.PATIENCE);
        }
        assertThat(pool.threadCount()).isEqualTo(ElasticPool.THREADS);
    }

    @Test
    void thousands_of_short_computing_tasks_need_few_threads() throws Exception {
        realPool();
        CountDownLatch done = new CountDownLatch(3_000);
        AtomicInteger most = new AtomicInteger();
        for (int n = 0; n < 3_000; n++) {
            pool.execute(() -> {
                long end = System.nanoTime() + ofMillis(1).toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                most.accumulateAndGet(pool.threadCount(), Math::max);
                done.countDown();
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThan(20);
    }

    @Test
    void idle_threads_end_and_the_next_burst_begins_with_few() {
        pool(time, WAITS, ofMillis(50));
        getStuck(50);
        await().until(() -> {
            time.advance(ElasticPool.PATIENCE);
            return working.get() == 50;
        });
        stuck.countDown();
        await().until(() -> pool.threadCount() == 0);
        time.advance(ElasticPool.PATIENCE);
        assertThat(time.timers()).as("nobody looks while nothing waits").isZero();
        CountDownLatch again = new CountDownLatch(1);
        IntStream.range(0, 50).forEach(n -> pool.execute(() -> block(again)));
        assertThat(pool.threadCount()).isEqualTo(ElasticPool.THREADS);
        again.countDown();
    }

    private static void block(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // The pool was closed.
        }
    }

    @Test
    void a_task_that_throws_costs_no_thread_and_no_other_task() throws Exception {
        pool(time, WAITS, ofMinutes(1));
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        for (int n = 0; n < 10; n++) {
            pool.execute(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
                throw new StackOverflowError("of a task");
            });
        }
        CountDownLatch ran = new CountDownLatch(1);
        pool.execute(ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> thrown.size() == 10);
    }

    @Test
    void closing_the_pool_interrupts_stuck_tasks_and_runs_waiting_ones() {
        pool(time, WAITS, ofMinutes(1));
        getStuck(3);
        await().until(() -> working.get() == 3);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        IntStream.range(0, 1_000)
                .forEach(n -> pool.execute(() -> {
                    interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                    done.incrementAndGet();
                }));
        pool.close();
        await().until(() -> done.get() == 1_000);
        assertThat(interrupted).hasValue(0);
        await().until(() -> pool.threadCount() == 0);
    }

    @Test
    void tasks_submitted_after_the_close_run_even_behind_stuck_ones() {
        pool(time, WAITS, ofMinutes(1));
        CountDownLatch deaf = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Runnable hangs = () -> {
            begun.incrementAndGet();
            while (deaf.getCount() > 0) {
                block(deaf);
            }
        };
        IntStream.range(0, 300).forEach(n -> pool.execute(hangs));
        await().until(() -> {
            time.advance(ElasticPool.PATIENCE);
            return begun.get() == 300;
        });
        pool.close();
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, 100).forEach(n -> pool.execute(done::incrementAndGet));
        await().until(() -> done.get() == 100);
        deaf.countDown();
        await().until(() -> pool.threadCount() == 0);
    }

    @Tag("full")
    @Test
    void no_task_is_lost_or_run_twice_when_the_pool_is_closed_meanwhile() throws Exception {
        for (int round = 0; round < 20; round++) {
            closeMeanwhile();
        }
    }

    private void closeMeanwhile() throws Exception {
        realPool();
        int callers = 8;
        int each = 500;
        AtomicIntegerArray ran = new AtomicIntegerArray(callers * each);
        CyclicBarrier together = new CyclicBarrier(callers + 1);
        List<Thread> threads = IntStream.range(0, callers)
                .mapToObj(caller -> new Thread(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    for (int n = caller * each; n < (caller + 1) * each; n++) {
                        int number = n;
                        pool.execute(() -> ran.incrementAndGet(number));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        together.await();
        pool.close();
        for (Thread thread : threads) {
            thread.join();
        }
        await().atMost(ofSeconds(10))
                .until(() -> IntStream.range(0, ran.length()).allMatch(n -> ran.get(n) == 1));
    }
}
