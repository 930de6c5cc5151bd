package io.github.camelelevenlabs.stt.emulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;

/** A link over a WebSocket. */
final class WebSocketLink implements Link {
    private static final int SECONDS_FOR_THE_CLIENTS_CLOSE = 2;

    private final Channel channel;

    WebSocketLink(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void send(String text) {
        // A client that does not read must not fill the emulator's memory: it is cut off, as a service would do.
        if (channel.isWritable()) {
            channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
        } else {
            channel.close();
        }
    }

    @Override
    public void close(int code, String reason) {
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        channel.eventLoop().schedule(() -> channel.close(), SECONDS_FOR_THE_CLIENTS_CLOSE, TimeUnit.SECONDS);
    }

    @Override
    public void hangUp() {
        channel.close();
    }

    @Override
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** Repeats the client's close frame, then ends the connection. */
    void answerClose(CloseWebSocketFrame frame) {
        channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
    }
}
