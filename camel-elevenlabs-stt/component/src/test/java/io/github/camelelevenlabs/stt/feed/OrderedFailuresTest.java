package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class OrderedFailuresTest {

    private static final Exception WHY = new IllegalStateException("the region is down");

    private final ManualTime time = new ManualTime();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> failed = new CopyOnWriteArrayList<>();

    /** What follows in the route of a message. */
    private interface Route {
        void goOn(int message);
    }

    private CompletionStage<Void> fail(Executor routes, int count, Route route) {
        List<Acknowledgements.Message> messages = IntStream.range(0, count)
                .mapToObj(number -> new Acknowledgements.Message(
                        new PendingReply(new DefaultExchange(new DefaultCamelContext()), doneSync -> {
                            failed.add(number);
                            route.goOn(number);
                        }),
                        OptionalLong.empty()))
                .toList();
        return OrderedFailures.fail(routes, time, messages, WHY);
    }

    @Test
    void messages_fail_one_after_the_other_in_their_order() {
        CompletionStage<Void> done = fail(tasks::add, 5, number -> {});
        assertThat(tasks).as("one thread").hasSize(1);
        assertThat(done.toCompletableFuture()).isNotDone();
        tasks.remove().run();
        assertThat(failed).containsExactly(0, 1, 2, 3, 4);
        assertThat(done.toCompletableFuture()).isDone();
        time.settle();
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_route_that_blocks_holds_up_the_others_for_a_limited_time() {
        CountDownLatch blocked = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletionStage<Void> done = fail(threads, 4, number -> {
                if (number == 1) {
                    blocked.countDown();
                    awaitInterrupt();
                }
            });
            await().until(() -> blocked.getCount() == 0);
            time.advance(OrderedFailures.LIMIT.minusMillis(1));
            assertThat(failed).containsExactly(0, 1);
            assertThat(done.toCompletableFuture()).isNotDone();
            time.advance(ofMillis(1));
            await().untilAsserted(() -> assertThat(failed).containsExactlyInAnyOrder(0, 1, 2, 3));
            assertThat(done.toCompletableFuture()).isDone();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_route_that_throws_does_not_stop_the_others() {
        fail(tasks::add, 3, number -> {
            if (number == 1) {
                throw new IllegalArgumentException("broken route");
            }
        });
        assertThatThrownBy(() -> tasks.remove().run()).hasMessage("broken route");
        tasks.remove().run();
        assertThat(failed).containsExactly(0, 1, 2);
    }

    @Test
    void where_there_is_no_message_nothing_waits() {
        assertThat(fail(tasks::add, 0, number -> {}).toCompletableFuture()).isDone();
        assertThat(time.timers()).isZero();
    }
}
