package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenChannelsTest {

    private static final long GIVEN_UP_WAIT = 1_000;

    /** Its loop stands for that of the transport. */
    private final EmbeddedChannel clock = new EmbeddedChannel();

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final OpenChannels channels = new OpenChannels(clock.eventLoop());
    private int clientsClosed;

    @BeforeEach
    void add() {
        clock.freezeTime();
        channel.freezeTime();
        channels.add(channel);
    }

    private CompletableFuture<Void> end() {
        return channels.end(() -> clientsClosed++).toCompletableFuture();
    }

    private static void advance(EmbeddedChannel of, long millis) {
        of.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        of.runScheduledPendingTasks();
    }

    @Test
    void a_channel_counts_until_it_is_closed() {
        assertThat(channels.size()).isOne();
        channel.close();
        assertThat(channels.size()).isZero();
    }

    @Test
    void a_channel_that_is_left_may_still_get_its_answer_before_it_is_closed() {
        channels.leave(channel);
        advance(channel, GIVEN_UP_WAIT - 1);
        assertThat(channel.isOpen()).isTrue();
        advance(channel, 1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void the_end_closes_all_at_once_where_none_was_left() {
        CompletableFuture<Void> ended = end();
        assertThat(channels.isEnding()).isTrue();
        assertThat(channel.isOpen()).isFalse();
        assertThat(clientsClosed).isOne();
        assertThat(ended).isCompleted();
    }

    @Test
    void a_channel_that_was_left_holds_the_end_up_until_it_is_closed() {
        channels.leave(channel);
        CompletableFuture<Void> ended = end();
        assertThat(ended).isNotDone();
        assertThat(clientsClosed).isZero();
        channel.close();
        assertThat(ended).isCompleted();
        assertThat(clientsClosed).isOne();
    }

    @Test
    void but_no_longer_than_its_answer_may_take() {
        channels.leave(channel);
        CompletableFuture<Void> ended = end();
        advance(clock, GIVEN_UP_WAIT);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isCompleted();
        assertThat(clientsClosed).isOne();
    }

    @Test
    void a_second_end_is_the_first() {
        assertThat(end()).isSameAs(end());
        assertThat(clientsClosed).isOne();
    }
}
