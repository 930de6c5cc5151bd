package io.github.camelelevenlabs.stt.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.delivery.RouteQueue.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route gets one item at a time, in order, and every item is done once. */
class RouteQueueTest {

    private static final String FAILED = " failed";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Route route = new Route();
    private final List<String> done = new ArrayList<>();
    private final List<Throwable> handled = new ArrayList<>();
    private DefaultConsumer consumer;
    private final AtomicLong now = new AtomicLong();
    private RouteQueue queue;

    /** Routes synchronously, or asynchronously on request of the test, which then calls the callback of each item. */
    private static final class Route extends AsyncProcessorSupport {
        private final List<Object> routed = new ArrayList<>();
        private final Queue<AsyncCallback> callbacks = new ArrayDeque<>();
        private boolean asynchronous;
        private Error thrown;

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            routed.add(exchange.getIn().getBody());
            if (thrown != null) {
                throw thrown;
            }
            if (asynchronous) {
                callbacks.add(callback);
                return false;
            }
            callback.done(true);
            return true;
        }
    }

    @BeforeEach
    void start() {
        context.start();
        consumer = new DefaultConsumer(context.getEndpoint("direct:transcripts"), route);
        consumer.setExceptionHandler(new org.apache.camel.spi.ExceptionHandler() {
            @Override
            public void handleException(Throwable failure) {
                handled.add(failure);
            }

            @Override
            public void handleException(String message, Throwable failure) {
                handled.add(failure);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable failure) {
                handled.add(failure);
            }
        });
        consumer.start();
        queue = queue(tasks::add, true);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private RouteQueue queue(Executor routes, boolean awaited) {
        return new RouteQueue(consumer, routes, awaited, new StubFailures(), now::get);
    }

    private Item segment(String text) {
        return item(null, false, text);
    }

    private Item partial(Integer channel, String text) {
        return item(channel, true, text);
    }

    private Item item(Integer channel, boolean partial, String text) {
        return new Item(
                channel,
                partial,
                exchange -> exchange.getIn().setBody(text),
                failure -> done.add(failure == null ? text : text + FAILED));
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void routes_items_in_order_on_the_executor() {
        queue.offer(segment("one"));
        queue.offer(segment("two"));
        assertThat(route.routed).isEmpty();
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(route.routed).containsExactly("one", "two");
        assertThat(done).containsExactly("one", "two");
        assertThat(queue.pending()).isZero();
    }

    @Test
    void the_next_item_waits_for_the_callback_of_an_asynchronous_route() {
        route.asynchronous = true;
        queue.offer(segment("one"));
        queue.offer(segment("two"));
        runTasks();
        assertThat(route.routed).containsExactly("one");
        assertThat(queue.pending()).isEqualTo(2);
        route.callbacks.remove().done(false);
        runTasks();
        assertThat(route.routed).containsExactly("one", "two");
        assertThat(done).containsExactly("one");
    }

    @Test
    void a_second_callback_is_ignored() {
        route.asynchronous = true;
        queue.offer(segment("one"));
        runTasks();
        AsyncCallback callback = route.callbacks.remove();
        callback.done(false);
        callback.done(false);
        runTasks();
        assertThat(done).containsExactly("one");
    }

    @Test
    void of_waiting_partials_of_a_channel_only_the_newest_is_routed() {
        queue.offer(partial(0, "he"));
        queue.offer(partial(1, "other"));
        queue.offer(partial(0, "hell"));
        assertThat(done).containsExactly("he");
        runTasks();
        assertThat(route.routed).containsExactly("other", "hell");
    }

    @Test
    void a_segment_replaces_the_waiting_partial_of_its_channel() {
        queue.offer(partial(null, "hell"));
        queue.offer(segment("hello"));
        queue.offer(segment("world"));
        runTasks();
        assertThat(route.routed).containsExactly("hello", "world");
    }

    @Test
    void items_wait_while_the_consumer_is_suspended() {
        consumer.suspend();
        queue.offer(segment("one"));
        assertThat(tasks).isEmpty();
        assertThat(queue.pending()).isEqualTo(1);
        consumer.resume();
        queue.proceed();
        runTasks();
        assertThat(done).containsExactly("one");
    }

    @Test
    void waiting_and_later_items_fail_when_the_queue_stops() {
        consumer.suspend();
        queue.offer(segment("one"));
        queue.stop();
        queue.offer(segment("two"));
        runTasks();
        assertThat(done).containsExactly("one" + FAILED, "two" + FAILED);
        assertThat(route.routed).isEmpty();
    }

    @Test
    void items_fail_on_the_calling_thread_when_the_pool_is_closed() {
        queue = queue(
                task -> {
                    throw new RejectedExecutionException();
                },
                true);
        queue.offer(segment("one"));
        assertThat(done).containsExactly("one" + FAILED);
        assertThat(route.routed).isEmpty();
    }

    @Test
    void a_route_that_throws_fails_its_item_and_not_the_next_one() {
        route.thrown = new StackOverflowError();
        queue.offer(segment("one"));
        runTasks();
        route.thrown = null;
        queue.offer(segment("two"));
        runTasks();
        assertThat(done).containsExactly("one" + FAILED, "two");
    }

    @Test
    void the_exception_handler_gets_a_failure_that_no_exchange_waits_for() {
        route.thrown = new StackOverflowError();
        queue.offer(segment("one"));
        runTasks();
        assertThat(handled).isEmpty();
        queue(Runnable::run, false).offer(segment("two"));
        assertThat(handled)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasRootCauseInstanceOf(StackOverflowError.class));
    }

    @Test
    void an_item_whose_callback_throws_does_not_stop_the_queue() {
        queue.offer(new Item(null, false, exchange -> {}, failure -> {
            throw new IllegalStateException("in the callback");
        }));
        queue.offer(segment("two"));
        runTasks();
        assertThat(done).containsExactly("two");
    }

    @Test
    void an_item_waits_for_its_gate_and_the_items_behind_it_wait_too() {
        List<Consumer<Exception>> asked = new ArrayList<>();
        queue.offer(gated("one", answer -> !asked.add(answer)));
        queue.offer(segment("two"));
        runTasks();
        assertThat(done).isEmpty();
        asked.get(0).accept(null);
        runTasks();
        assertThat(done).containsExactly("one", "two");
    }

    @Test
    void an_item_that_its_gate_refuses_fails_and_is_not_routed() {
        queue.offer(gated("one", answer -> {
            answer.accept(new IllegalStateException("superseded"));
            return false;
        }));
        queue.offer(segment("two"));
        runTasks();
        assertThat(done).containsExactly("one" + FAILED, "two");
        assertThat(route.routed).containsExactly("two");
    }

    @Test
    void a_gate_is_asked_again_when_its_answer_has_become_old_before_the_item_could_be_routed() {
        List<Consumer<Exception>> asked = new ArrayList<>();
        queue.offer(gated("one", answer -> !asked.add(answer)));
        runTasks();
        asked.get(0).accept(null);
        now.addAndGet(RouteQueue.FRESH.toNanos() + 1);
        runTasks();
        assertThat(asked).hasSize(2);
        asked.get(1).accept(new IllegalStateException("superseded"));
        runTasks();
        assertThat(done).containsExactly("one" + FAILED);
        assertThat(route.routed).isEmpty();
    }

    @Test
    void a_pool_that_is_always_busy_holds_an_item_back_for_three_answers_at_most() {
        List<Consumer<Exception>> asked = new ArrayList<>();
        queue.offer(gated("one", answer -> !asked.add(answer)));
        for (int answers = 0; answers < 3; answers++) {
            runTasks();
            assertThat(route.routed).isEmpty();
            asked.get(answers).accept(null);
            now.addAndGet(RouteQueue.FRESH.toNanos() + 1);
        }
        runTasks();
        assertThat(route.routed).containsExactly("one");
    }

    private Item gated(String text, RouteQueue.Gate gate) {
        Item open = segment(text);
        return new Item(open.channel(), open.partial(), gate, open.fill(), open.done());
    }
}
