package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final ManualTime time = new ManualTime();
    private final Inbox inbox = new Inbox(time);
    private final ScriptedTransport link = new ScriptedTransport(time);
    private final List<Integer> handled = new ArrayList<>();

    private void add(int count, int size) {
        int from = handled.size() + inbox.waiting();
        IntStream.range(from, from + count).forEach(i -> inbox.add(size, () -> handled.add(i)));
    }

    @Test
    void messages_are_handled_on_the_loop_in_their_order() {
        inbox.from(link);
        add(1000, 1);
        assertThat(handled).isEmpty();
        time.settle();
        assertThat(handled)
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        assertThat(inbox.waiting()).isZero();
    }

    @Test
    void reading_pauses_while_too_many_messages_wait() {
        inbox.from(link);
        add(Inbox.MAX_WAITING - 1, 1);
        assertThat(link.isPaused()).isFalse();
        add(1, 1);
        assertThat(link.isPaused()).isTrue();
        time.settle();
        assertThat(link.isPaused()).isFalse();
    }

    @Test
    void reading_pauses_while_too_many_bytes_wait() {
        inbox.from(link);
        add(1, Inbox.MAX_CHARACTERS - 1);
        assertThat(link.isPaused()).isFalse();
        add(1, 1);
        assertThat(link.isPaused()).isTrue();
        time.settle();
        assertThat(link.isPaused()).isFalse();
    }

    @Test
    void a_connection_that_is_set_when_the_inbox_is_full_is_paused() {
        add(Inbox.MAX_WAITING, 1);
        inbox.from(link);
        assertThat(link.isPaused()).isTrue();
    }

    @Test
    void a_turn_on_the_loop_is_short_and_lets_other_tasks_run() {
        add(200, 1);
        time.execute(() -> handled.add(-1));
        time.settle();
        assertThat(handled.indexOf(-1)).isBetween(1, 100);
    }

    @Test
    void a_message_whose_handler_throws_does_not_delay_the_next() {
        inbox.add(1, () -> {
            throw new IllegalStateException("broken");
        });
        add(1, 1);
        assertThatThrownBy(time::settle).hasMessage("broken");
        time.settle();
        assertThat(handled).hasSize(1);
    }

    @Test
    void waiting_messages_are_dropped_after_the_inbox_is_closed() {
        add(10, 1);
        inbox.close();
        add(10, 1);
        time.settle();
        assertThat(handled).isEmpty();
        assertThat(inbox.waiting()).isZero();
    }
}
