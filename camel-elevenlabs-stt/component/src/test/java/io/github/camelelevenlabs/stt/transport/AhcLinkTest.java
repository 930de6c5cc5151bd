package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.asynchttpclient.netty.ws.NettyWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link writes, in the pipeline that the HTTP client makes. */
class AhcLinkTest {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final Socket socket = new Socket();
    private final TurnByTurn channel = new TurnByTurn();
    private final List<Throwable> losses = new ArrayList<>();
    private final List<Channel> left = new ArrayList<>();
    private final List<Boolean> writable = new ArrayList<>();
    private final AhcLink link;

    AhcLinkTest() {
        channel.config().setAllocator(allocator);
        channel.pipeline()
                .addLast(
                        socket,
                        new WritabilityWatch(() -> writable.add(channel.isWritable())),
                        new WebSocket08FrameEncoder(true));
        link = new AhcLink(
                new NettyWebSocket(channel, EmptyHttpHeaders.INSTANCE),
                channel,
                new ReadGate(channel),
                new AtomicBoolean(),
                left::add,
                losses::add);
    }

    /** In front of everything: counts flushes, and fails writes on demand. */
    private static final class Socket extends ChannelOutboundHandlerAdapter {
        private int flushes;
        private IOException failure;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (failure != null) {
                ReferenceCountUtil.release(message);
                promise.setFailure(failure);
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }
    }

    /** Runs tasks between turns, as an event loop does, and not at each call. */
    private static final class TurnByTurn extends EmbeddedChannel {
        private boolean withinTurn;

        @Override
        public void runPendingTasks() {
            if (!withinTurn) {
                super.runPendingTasks();
            }
        }

        void turn(Runnable calls) {
            withinTurn = true;
            calls.run();
            withinTurn = false;
            runPendingTasks();
        }
    }

    @AfterEach
    void no_buffer_is_left() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    private static InputAudioChunk chunk(int bytes) {
        return new InputAudioChunk(Slice.of(new byte[bytes]), ProtocolCodec.envelope(false, 16_000, null));
    }

    /** The frames that have gone to the socket since the last call, as a server reads them. */
    private List<Class<?>> arrived() {
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 1 << 20));
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            server.writeInbound(sent);
        }
        List<Class<?>> frames = new ArrayList<>();
        for (WebSocketFrame frame = server.readInbound(); frame != null; frame = server.readInbound()) {
            frames.add(frame.getClass());
            frame.release();
        }
        server.finish();
        return frames;
    }

    @Test
    void a_message_is_one_buffer_that_no_handler_copies() {
        channel.turn(() -> link.send(chunk(3_200)));
        ByteBuf sent = channel.readOutbound();
        assertThat(sent.isDirect()).isTrue();
        assertThat(sent.alloc()).isSameAs(allocator);
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
        sent.release();
    }

    @Test
    void what_is_sent_in_one_turn_goes_with_one_flush_and_in_its_order() {
        channel.turn(() -> {
            link.send(chunk(3_200));
            link.ping();
            link.send(chunk(0));
            link.send(chunk(640));
            link.close(1000, "");
            assertThat(socket.flushes).isZero();
        });
        assertThat(socket.flushes).isEqualTo(1);
        assertThat(arrived())
                .containsExactly(
                        TextWebSocketFrame.class,
                        PingWebSocketFrame.class,
                        TextWebSocketFrame.class,
                        TextWebSocketFrame.class,
                        CloseWebSocketFrame.class);
    }

    @Test
    void each_turn_has_a_flush_so_that_nothing_stays_behind() {
        for (int turn = 1; turn <= 3; turn++) {
            channel.turn(() -> link.send(chunk(100)));
            assertThat(socket.flushes).isEqualTo(turn);
            assertThat(arrived()).hasSize(1);
        }
        channel.runPendingTasks();
        assertThat(socket.flushes).isEqualTo(3);
    }

    @Test
    void what_fills_the_socket_goes_before_the_turn_ends() {
        channel.turn(() -> {
            while (socket.flushes == 0) {
                link.send(chunk(3_200));
            }
            assertThat(link.isWritable()).isTrue();
            link.send(chunk(3_200));
        });
        assertThat(socket.flushes).isEqualTo(2);
        assertThat(arrived()).hasSizeBetween(10, 20);
    }

    @Test
    void what_was_sent_before_an_end_of_the_channel_goes_to_the_socket() {
        channel.turn(() -> {
            link.send(chunk(3_200));
            link.abort();
        });
        assertThat(arrived()).containsExactly(TextWebSocketFrame.class);
    }

    @Test
    void what_was_sent_before_an_abort_still_goes_to_the_socket() {
        channel.turn(() -> {
            link.send(chunk(3_200));
            link.close(1000, "");
            link.abort();
        });
        assertThat(arrived()).containsExactly(TextWebSocketFrame.class, CloseWebSocketFrame.class);
        assertThat(left).containsExactly(channel);
    }

    @Test
    void a_write_that_fails_is_a_loss_with_its_cause() {
        socket.failure = new IOException("Broken pipe");
        channel.turn(() -> link.send(chunk(3_200)));
        assertThat(losses).containsExactly(socket.failure);
    }

    @Test
    void a_message_for_a_closed_channel_is_a_loss() {
        channel.turn(link::abort);
        channel.turn(() -> link.send(chunk(3_200)));
        assertThat(losses).hasSize(1).allMatch(ClosedChannelException.class::isInstance);
        assertThat(link.isWritable()).isFalse();
    }

    @Test
    void a_link_is_not_writable_while_much_waits_and_reports_that_it_is_again() {
        AtomicBoolean full = new AtomicBoolean(true);
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                if (!full.get()) {
                    context.flush();
                }
            }
        });
        int sent = 0;
        while (link.isWritable()) {
            channel.turn(() -> link.send(chunk(3_200)));
            sent++;
        }
        assertThat(sent).isBetween(8, 20);
        assertThat(writable).isEmpty();
        full.set(false);
        channel.flush();
        channel.runPendingTasks();
        assertThat(link.isWritable()).isTrue();
        assertThat(writable).containsExactly(true);
        assertThat(arrived()).hasSize(sent);
    }
}
