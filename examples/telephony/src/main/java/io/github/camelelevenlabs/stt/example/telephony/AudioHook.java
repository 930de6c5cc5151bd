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
 * Makes an AudioHook server of {@code netty:tcp}: the route gets the text of each message and the bytes of each frame of audio, and its
 * replies are messages.
 */
final class AudioHook extends ServerInitializerFactory {

    static final String PATH = "/audiohook";

    private static final int LARGEST_MESSAGE = 64 * 1024;

    private final NettyConsumer consumer;

    /** @param consumer whose route gets the messages; null in the one that is bound, of which each consumer makes its own */
    AudioHook(NettyConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
        return new AudioHook(consumer);
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_MESSAGE))
                .addLast(new WebSocketServerProtocolHandler(PATH, null, false, LARGEST_MESSAGE))
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
