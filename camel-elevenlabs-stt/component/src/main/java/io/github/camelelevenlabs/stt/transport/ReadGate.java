package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Holds back the reading of a channel, so that the other side's TCP has to wait. Netty's own switch is not enough: with it
 * off, the HTTP client asks for every read itself. Used on the channel's event loop.
 */
final class ReadGate extends ChannelOutboundHandlerAdapter {

    private final Channel channel;
    private boolean closed;
    private boolean withheld;
    private boolean autoRead;

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (closed) {
            withheld = true;
        } else {
            context.read();
        }
    }

    /** Nothing more is read. */
    void close() {
        if (!closed) {
            closed = true;
            autoRead = channel.config().isAutoRead();
            withheld = autoRead;
            channel.config().setAutoRead(false);
        }
    }

    void open() {
        if (closed) {
            closed = false;
            channel.config().setAutoRead(autoRead);
            if (withheld) {
                channel.read();
            }
        }
    }
}
