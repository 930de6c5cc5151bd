package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;

/** Tells of a channel's end after the HTTP client has heard of it, which tells nobody once it is closed itself. */
final class EndOfChannel extends ChannelInboundHandlerAdapter {

    private final Consumer<Throwable> onEnd;

    EndOfChannel(Consumer<Throwable> onEnd) {
        this.onEnd = onEnd;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        onEnd.accept(new IOException("the connection has ended"));
    }
}
