package io.github.camelelevenlabs.stt.emulator;

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

/** Frames of one WebSocket become calls on its session. */
final class WebSocketSessionHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSessionHandler.class);
    private static final int NO_STATUS = 1005;

    private final ServiceSession session;
    private final WebSocketLink link;

    WebSocketSessionHandler(ServiceSession session, WebSocketLink link) {
        this.session = session;
        this.link = link;
    }

    ServiceSession session() {
        return session;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            session.onText(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof BinaryWebSocketFrame) {
            session.onBinary(frame.content().readableBytes());
        } else if (frame instanceof PingWebSocketFrame) {
            session.onPing();
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof PongWebSocketFrame) {
            session.onPong();
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            link.closing(close.retain());
            session.onClientClose(code < 0 ? NO_STATUS : code, close.reasonText());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.onDisconnected();
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
