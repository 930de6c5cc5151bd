package io.github.camelelevenlabs.stt.emulator.server;

import io.github.camelelevenlabs.stt.emulator.service.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A link over a WebSocket. */
final class WebSocketLink implements Link {
    private static final int SECONDS_FOR_THE_CLIENTS_CLOSE = 2;

    private final Channel channel;
    private final int fragmentBytes;
    private final Runnable onEnd;
    private CloseWebSocketFrame clientsClose;

    /**
     * @param fragmentBytes the longest frame of a message, or 0 for messages in one frame
     * @param onEnd         called before the client can see that the service has ended the connection
     */
    WebSocketLink(Channel channel, int fragmentBytes, Runnable onEnd) {
        this.channel = channel;
        this.fragmentBytes = fragmentBytes;
        this.onEnd = onEnd;
    }

    @Override
    public void send(String text) {
        // A client that does not read must not fill the emulator's memory. Its connection is closed, as a service would
        // do.
        if (!channel.isWritable()) {
            channel.close();
        } else if (fragmentBytes > 0) {
            sendInFragments(text.getBytes(StandardCharsets.UTF_8));
        } else {
            channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
        }
    }

    private void sendInFragments(byte[] utf8) {
        for (int from = 0; from == 0 || from < utf8.length; from += fragmentBytes) {
            boolean last = from + fragmentBytes >= utf8.length;
            ByteBuf piece = Unpooled.wrappedBuffer(utf8, from, Math.min(fragmentBytes, utf8.length - from));
            channel.write(
                    from == 0 ? new TextWebSocketFrame(last, 0, piece) : new ContinuationWebSocketFrame(last, 0, piece),
                    channel.voidPromise());
        }
        channel.flush();
    }

    @Override
    public void ping() {
        channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
    }

    @Override
    public void reading(boolean reads) {
        channel.config().setAutoRead(reads);
    }

    @Override
    public void close(int code, String reason) {
        onEnd.run();
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        channel.eventLoop().schedule(() -> channel.close(), SECONDS_FOR_THE_CLIENTS_CLOSE, TimeUnit.SECONDS);
    }

    /** The client's close frame has arrived. */
    void closing(CloseWebSocketFrame frame) {
        clientsClose = frame;
    }

    @Override
    public void answerClose() {
        onEnd.run();
        channel.writeAndFlush(clientsClose).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void hangUp() {
        onEnd.run();
        channel.close();
    }

    @Override
    public void reset() {
        onEnd.run();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
