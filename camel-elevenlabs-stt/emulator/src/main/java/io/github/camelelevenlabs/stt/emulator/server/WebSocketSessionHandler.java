package io.github.camelelevenlabs.stt.emulator.server;

import io.github.camelelevenlabs.stt.emulator.service.Conversation;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates the frames of one WebSocket into calls on its conversation. */
final class WebSocketSessionHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSessionHandler.class);
    private static final int NO_STATUS = 1005;

    private final Conversation conversation;
    private final WebSocketLink link;

    WebSocketSessionHandler(Conversation conversation, WebSocketLink link) {
        this.conversation = conversation;
        this.link = link;
    }

    Conversation conversation() {
        return conversation;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            conversation.onText(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof BinaryWebSocketFrame) {
            conversation.onBinary(frame.content().readableBytes());
        } else if (frame instanceof PingWebSocketFrame) {
            conversation.onPing();
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof PongWebSocketFrame) {
            conversation.onPong();
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            link.closing(close.retain());
            conversation.onClientClose(code < 0 ? NO_STATUS : code, close.reasonText());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        conversation.onDisconnected();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{} lost: {}", context.channel().remoteAddress(), cause.toString());
        } else {
            LOG.warn("{} failed", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
