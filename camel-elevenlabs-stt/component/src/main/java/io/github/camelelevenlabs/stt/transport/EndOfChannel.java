package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;

/** Reports the end of a channel, after the HTTP client has handled it: a client that is closed no longer reports it. */
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
