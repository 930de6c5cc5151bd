package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.feed.Acknowledgements.Message;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A message is done when what was said in it is routed. */
class AcknowledgementsTest {

    private final Acknowledgements waiting = new Acknowledgements();
    private final Message first = message();
    private final Message second = message();
    private final Message third = message();

    private static Message message() {
        return new Message(new PendingReply(null, doneSync -> {}), OptionalLong.empty());
    }

    private static PendingReply[] replies(Message... messages) {
        return Stream.of(messages).map(Message::reply).toArray(PendingReply[]::new);
    }

    private void read(Message message, Duration end) {
        waiting.add(message);
        waiting.ends(message, end);
    }

    @Test
    void a_message_waits_until_all_of_its_audio_is_routed() {
        read(first, ofSeconds(2));
        assertThat(waiting.due()).isEmpty();
        waiting.routed(ofMillis(1_999));
        assertThat(waiting.due()).isEmpty();
        waiting.routed(ofSeconds(2));
        assertThat(waiting.due()).contains(ofSeconds(2));
        assertThat(waiting.take(ofSeconds(2))).containsExactly(replies(first));
        assertThat(waiting.due()).isEmpty();
    }

    @Test
    void a_transcript_that_ends_within_a_message_finishes_those_before_it() {
        read(first, ofSeconds(1));
        read(second, ofSeconds(2));
        read(third, ofSeconds(3));
        waiting.routed(ofMillis(2_500));
        assertThat(waiting.due()).contains(ofSeconds(2));
        assertThat(waiting.take(ofSeconds(2))).containsExactly(replies(first, second));
        assertThat(waiting.close()).containsExactly(third);
    }

    @Test
    void a_message_whose_audio_is_routed_already_is_due_at_once() {
        waiting.routed(ofSeconds(5));
        read(first, ofSeconds(4));
        assertThat(waiting.due()).contains(ofSeconds(4));
    }

    @Test
    void messages_that_were_taken_on_several_threads_are_in_the_order_of_their_audio() {
        read(second, ofSeconds(2));
        read(first, ofSeconds(1));
        read(third, ofSeconds(2));
        waiting.routed(ofSeconds(9));
        assertThat(waiting.take(waiting.due().orElseThrow())).containsExactly(replies(first, second, third));
    }

    @Test
    void a_position_that_comes_late_takes_nothing_back() {
        read(first, ofSeconds(2));
        waiting.routed(ofSeconds(2));
        waiting.routed(ofSeconds(1));
        assertThat(waiting.due()).contains(ofSeconds(2));
    }

    @Test
    void a_message_whose_end_is_not_known_waits_for_it() {
        waiting.add(first);
        waiting.routed(ofSeconds(5));
        assertThat(waiting.due()).isEmpty();
        waiting.ends(first, ofSeconds(6));
        assertThat(waiting.due()).isEmpty();
        waiting.routed(ofSeconds(6));
        assertThat(waiting.due()).contains(ofSeconds(6));
    }

    @Test
    void a_message_that_has_failed_does_not_wait() {
        waiting.add(first);
        waiting.add(second);
        waiting.remove(first);
        assertThat(waiting.close()).containsExactly(second);
    }

    @Test
    void no_message_waits_after_the_end() {
        read(first, ofSeconds(1));
        assertThat(waiting.close()).containsExactly(first);
        assertThat(waiting.add(second)).isFalse();
        assertThat(waiting.close()).isEmpty();
    }
}
