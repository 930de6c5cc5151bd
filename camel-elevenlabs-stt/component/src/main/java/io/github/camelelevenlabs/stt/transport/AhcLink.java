package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.asynchttpclient.ws.WebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open WebSocket. Messages go to the channel as finished frames, which the HTTP client's encoder lets pass; pings and closes go
 * through the client. The channel keeps the order in which one thread writes.
 */
final class AhcLink implements Transport.Link {

    private static final Logger LOG = LoggerFactory.getLogger(AhcLink.class);

    private final WebSocket webSocket;
    private final Channel channel;
    private final ReadGate gate;
    private final AtomicBoolean pinged;
    private final Consumer<Channel> leaving;
    private volatile boolean closing;

    private final ChannelHandlerContext outbound;
    private final Sent sent;

    /**
     * @param pinged set when a ping goes
     * @param leaving closes a channel a moment later
     * @param onLoss takes the reason when a message cannot be sent; called on the channel's event loop
     */
    AhcLink(
            WebSocket webSocket,
            Channel channel,
            ReadGate gate,
            AtomicBoolean pinged,
            Consumer<Channel> leaving,
            Consumer<Throwable> onLoss) {
        this.webSocket = webSocket;
        this.channel = channel;
        this.gate = gate;
        this.pinged = pinged;
        this.leaving = leaving;
        this.sent = new Sent(channel, onLoss);
        // A frame needs none of the client's handlers on its way, and the encoder only for its place: TLS is behind it.
        OneFlush flush = new OneFlush();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(pipeline.context(WebSocketFrameEncoder.class).name(), null, flush);
        this.outbound = pipeline.context(WebSocketFrameEncoder.class);
    }

    /** The promise of all messages, so that none needs its own. It never completes; a failure is a loss. */
    private static final class Sent extends DefaultChannelPromise {
        private final Consumer<Throwable> onLoss;

        Sent(Channel channel, Consumer<Throwable> onLoss) {
            super(channel);
            this.onLoss = onLoss;
        }

        @Override
        public boolean trySuccess(Void nothing) {
            return true;
        }

        @Override
        public ChannelPromise setSuccess(Void nothing) {
            return this;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            onLoss.accept(cause);
            return true;
        }

        @Override
        public ChannelPromise setFailure(Throwable cause) {
            onLoss.accept(cause);
            return this;
        }
    }

    @Override
    public void send(InputAudioChunk chunk) {
        outbound.writeAndFlush(ChunkFrames.ofThread().frame(chunk, channel.alloc()), sent);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void ping() {
        pinged.set(true);
        webSocket.sendPingFrame();
    }

    @Override
    public void close(int code, String reason) {
        closing = true;
        webSocket.sendCloseFrame(code, reason);
    }

    @Override
    public void abort() {
        if (closing) {
            // With bytes that were not read the connection would end in a reset, which may overtake the close frame.
            resume();
            leaving.accept(channel);
        } else {
            channel.close();
        }
    }

    @Override
    public void pause() {
        onChannel(gate::close);
    }

    @Override
    public void resume() {
        onChannel(gate::open);
    }

    /** Runs a task on the channel's event loop, at once if this is its thread: a pause has to take effect before the next read. */
    private void onChannel(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            try {
                channel.eventLoop().execute(task);
            } catch (RejectedExecutionException e) {
                LOG.debug("The component has stopped, and the connection with it");
            }
        }
    }
}
