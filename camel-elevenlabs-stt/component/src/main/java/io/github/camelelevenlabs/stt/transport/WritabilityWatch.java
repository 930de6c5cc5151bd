package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Reports that a channel takes data again, after its peer or the network had not kept up. */
final class WritabilityWatch extends ChannelInboundHandlerAdapter {

    private final Runnable onWritable;

    WritabilityWatch(Runnable onWritable) {
        this.onWritable = onWritable;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // A handler behind this one may flush, which changes it again: that is reported by a call of its own.
        boolean writable = context.channel().isWritable();
        context.fireChannelWritabilityChanged();
        if (writable) {
            onWritable.run();
        }
    }
}
