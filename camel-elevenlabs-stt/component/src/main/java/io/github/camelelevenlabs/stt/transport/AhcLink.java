package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
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

    /** One for all messages, so that a message needs none. */
    private final ChannelFutureListener failures;

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
        this.failures = written -> {
            if (!written.isSuccess()) {
                onLoss.accept(written.cause());
            }
        };
    }

    @Override
    public void send(InputAudioChunk chunk) {
        channel.writeAndFlush(ChunkFrames.ofThread().frame(chunk, channel.alloc()))
                .addListener(failures);
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
