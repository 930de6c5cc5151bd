package io.github.camelelevenlabs.stt.example.telephony;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.List;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;

/**
 * Makes a WebSocket server of {@code netty:tcp}: the route gets the text of each message and the bytes of each binary frame, and its
 * replies are messages. In an application that serves WebSockets already, with Vert.x, Undertow or Jetty, Camel's component for that does
 * the same.
 */
final class WebSocketServer extends ServerInitializerFactory {

    private static final int LARGEST_MESSAGE = 64 * 1024;

    private final String path;
    /** Its route gets the messages; null in the one that is bound, of which each consumer makes its own. */
    private final NettyConsumer consumer;

    WebSocketServer(String path) {
        this(path, null);
    }

    private WebSocketServer(String path, NettyConsumer consumer) {
        this.path = path;
        this.consumer = consumer;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
        return new WebSocketServer(path, consumer);
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_MESSAGE))
                .addLast(new WebSocketServerProtocolHandler(path, null, false, LARGEST_MESSAGE))
                .addLast(new Messages())
                .addLast(new ServerChannelHandler(consumer));
    }

    private static final class Messages extends MessageToMessageCodec<WebSocketFrame, String> {

        @Override
        protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
            if (frame instanceof TextWebSocketFrame text) {
                out.add(text.text());
            } else if (frame instanceof BinaryWebSocketFrame audio) {
                out.add(ByteBufUtil.getBytes(audio.content()));
            }
        }

        @Override
        protected void encode(ChannelHandlerContext context, String reply, List<Object> out) {
            out.add(new TextWebSocketFrame(reply));
        }
    }
}
