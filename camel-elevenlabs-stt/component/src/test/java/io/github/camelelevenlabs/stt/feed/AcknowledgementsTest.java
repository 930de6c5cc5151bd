package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import org.junit.jupiter.api.Test;

/** A message is done when what was said in it is routed. */
class AcknowledgementsTest {

    private final Acknowledgements waiting = new Acknowledgements();
    private final PendingReply first = new PendingReply(null, doneSync -> {});
    private final PendingReply second = new PendingReply(null, doneSync -> {});
    private final PendingReply third = new PendingReply(null, doneSync -> {});

    @Test
    void a_message_waits_until_all_of_its_audio_is_routed() {
        waiting.add(ofSeconds(2), first);
        assertThat(waiting.due()).isEmpty();
        waiting.routed(ofMillis(1_999));
        assertThat(waiting.due()).isEmpty();
        waiting.routed(ofSeconds(2));
        assertThat(waiting.due()).contains(ofSeconds(2));
        assertThat(waiting.take(ofSeconds(2))).containsExactly(first);
        assertThat(waiting.due()).isEmpty();
    }

    @Test
    void a_transcript_that_ends_within_a_message_finishes_those_before_it() {
        waiting.add(ofSeconds(1), first);
        waiting.add(ofSeconds(2), second);
        waiting.add(ofSeconds(3), third);
        waiting.routed(ofMillis(2_500));
        assertThat(waiting.due()).contains(ofSeconds(2));
        assertThat(waiting.take(ofSeconds(2))).containsExactly(first, second);
        assertThat(waiting.close()).containsExactly(third);
    }

    @Test
    void a_message_whose_audio_is_routed_already_is_due_at_once() {
        waiting.routed(ofSeconds(5));
        waiting.add(ofSeconds(4), first);
        assertThat(waiting.due()).contains(ofSeconds(4));
    }

    @Test
    void messages_that_were_taken_on_several_threads_are_in_the_order_of_their_audio() {
        waiting.add(ofSeconds(2), second);
        waiting.add(ofSeconds(1), first);
        waiting.add(ofSeconds(2), third);
        waiting.routed(ofSeconds(9));
        assertThat(waiting.take(waiting.due().orElseThrow())).containsExactly(first, second, third);
    }

    @Test
    void a_position_that_comes_late_takes_nothing_back() {
        waiting.add(ofSeconds(2), first);
        waiting.routed(ofSeconds(2));
        waiting.routed(ofSeconds(1));
        assertThat(waiting.due()).contains(ofSeconds(2));
    }

    @Test
    void no_message_waits_after_the_end() {
        waiting.add(ofSeconds(1), first);
        assertThat(waiting.close()).containsExactly(first);
        assertThat(waiting.add(ofSeconds(2), second)).isFalse();
        assertThat(waiting.close()).isEmpty();
    }
}
