package io.github.camelelevenlabs.stt.example.telephony;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.List;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;

/**
 * Makes a WebSocket server of {@code netty:tcp}: the route gets the text of each message. In an application that serves
 * WebSockets already, with Vert.x, Undertow or Jetty, Camel's component for that does the same.
 */
final class MediaStreams extends ServerInitializerFactory {

    static final String PATH = "/media";

    private static final int LARGEST_MESSAGE = 64 * 1024;

    private final NettyConsumer consumer;

    /** @param consumer whose route gets the messages; null in the one that is bound, of which each consumer makes its own */
    MediaStreams(NettyConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
        return new MediaStreams(consumer);
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_MESSAGE))
                .addLast(new WebSocketServerProtocolHandler(PATH, null, false, LARGEST_MESSAGE))
                .addLast(new Texts())
                .addLast(new ServerChannelHandler(consumer));
    }

    private static final class Texts extends MessageToMessageDecoder<TextWebSocketFrame> {

        Texts() {
            super(TextWebSocketFrame.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, TextWebSocketFrame frame, List<Object> out) {
            out.add(frame.text());
        }
    }
}
