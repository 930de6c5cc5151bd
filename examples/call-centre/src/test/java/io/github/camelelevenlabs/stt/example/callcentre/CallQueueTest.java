package io.github.camelelevenlabs.stt.example.callcentre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallQueueTest {

    private static final long SECOND = 1_000_000_000;

    private final List<String> handedOver = new ArrayList<>();
    private final List<String> failing = new ArrayList<>();
    private final CallQueue<String> call = new CallQueue<>(this::handOver);

    private void handOver(String record) {
        handedOver.add(record);
        if (failing.remove(record)) {
            call.failed(0);
        }
    }

    private void add(String... records) {
        for (String record : records) {
            call.add(record);
        }
    }

    private List<String> handedOver() {
        List<String> records = List.copyOf(handedOver);
        handedOver.clear();
        return records;
    }

    @Test
    void records_are_handed_over_without_waiting_for_those_before() {
        add("one", "two", "three");
        assertThat(handedOver()).containsExactly("one", "two", "three");
        call.done("one");
        call.done("two");
        call.done("three");
        assertThat(call.isEmpty()).isTrue();
    }

    @Test
    void what_failed_comes_again_in_order_when_nothing_is_under_way() {
        add("one", "two", "three");
        call.done("one");
        handedOver.clear();
        call.failed(0);
        add("four");
        call.retry(2 * SECOND);
        assertThat(handedOver()).isEmpty();
        call.failed(SECOND);
        call.retry(2 * SECOND - 1);
        assertThat(handedOver()).isEmpty();
        call.retry(2 * SECOND);
        assertThat(handedOver()).containsExactly("two", "three", "four");
        add("five");
        assertThat(handedOver()).containsExactly("five");
    }

    @Test
    void a_record_behind_the_failed_ones_that_was_done_does_not_come_again() {
        add("one", "two");
        handedOver.clear();
        call.failed(0);
        call.done("two");
        call.retry(SECOND);
        assertThat(handedOver()).containsExactly("one");
    }

    @Test
    void nothing_is_handed_over_behind_a_record_that_fails_at_once() {
        failing.addAll(List.of("one", "one"));
        add("one", "two");
        assertThat(handedOver()).containsExactly("one");
        call.retry(SECOND);
        assertThat(handedOver()).containsExactly("one");
        call.retry(SECOND);
        assertThat(handedOver()).containsExactly("one", "two");
    }

    @Test
    void without_a_failure_nothing_comes_again() {
        add("one");
        handedOver.clear();
        call.retry(SECOND);
        assertThat(handedOver()).isEmpty();
        assertThat(call.isEmpty()).isFalse();
    }
}
