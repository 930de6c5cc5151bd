package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadGateTest {

    /** Counts the reads that reach the socket. */
    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void read(ChannelHandlerContext context) {
            count++;
            context.read();
        }
    }

    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads);
    private final ReadGate gate = new ReadGate(channel);

    @BeforeEach
    void openGate() {
        channel.pipeline().addLast(gate);
        reads.count = 0;
    }

    @Test
    void an_open_gate_lets_reads_through() {
        channel.read();
        assertThat(reads.count).isOne();
    }

    @Test
    void a_closed_one_holds_them_back_until_it_opens() {
        channel.config().setAutoRead(false);
        gate.close();
        channel.read();
        channel.read();
        assertThat(reads.count).isZero();
        gate.open();
        assertThat(reads.count).isOne();
    }

    @Test
    void a_read_that_nobody_asked_for_is_not_made() {
        channel.config().setAutoRead(false);
        gate.close();
        gate.open();
        assertThat(reads.count).isZero();
    }

    @Test
    void a_channel_that_reads_by_itself_stops_and_goes_on() {
        gate.close();
        assertThat(channel.config().isAutoRead()).isFalse();
        gate.open();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(reads.count).isPositive();
    }

    @Test
    void closing_twice_is_closing_once() {
        gate.close();
        gate.close();
        gate.open();
        assertThat(channel.config().isAutoRead()).isTrue();
        reads.count = 0;
        gate.open();
        assertThat(reads.count).isZero();
    }
}
