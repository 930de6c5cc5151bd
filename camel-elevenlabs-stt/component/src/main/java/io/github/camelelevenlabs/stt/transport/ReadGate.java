package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Stops reading from a channel while it is closed, so that TCP makes the other side wait. Netty's auto-read switch is not
 * enough, because the HTTP client then requests every read itself. Used on the channel's event loop.
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

    /** From now on no data is read; requests for a read are held back. */
    void close() {
        if (!closed) {
            closed = true;
            autoRead = channel.config().isAutoRead();
            withheld = autoRead;
            channel.config().setAutoRead(false);
        }
    }

    /** Reads again, beginning with the request that was held back. */
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
