package io.github.camelelevenlabs.stt.example.telephony;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/** Passes on the bytes of a connection as they arrive, and an empty piece at its end. */
final class ConnectionAudio extends DefaultChannelHandlerFactory {

    @Override
    public ChannelHandler newChannelHandler() {
        return new Pieces();
    }

    private static final class Pieces extends ByteToMessageDecoder {

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            out.add(ByteBufUtil.getBytes(in));
            in.skipBytes(in.readableBytes());
        }

        @Override
        protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            out.add(new byte[0]);
        }
    }
}
