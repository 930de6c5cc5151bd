package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * What is written in one turn of the event loop goes to the socket, and into TLS records, with one flush at its end; earlier only where
 * much waits or the channel closes. Netty's own handler for this makes two objects for each flush. Used on the channel's event loop.
 */
final class OneFlush extends ChannelDuplexHandler implements Runnable {

    private ChannelHandlerContext context;
    private boolean waiting;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** The end of the turn. */
    @Override
    public void run() {
        if (waiting) {
            flushNow();
        }
    }

    private void flushNow() {
        waiting = false;
        context.flush();
    }

    @Override
    public void flush(ChannelHandlerContext flushed) {
        if (!waiting) {
            waiting = true;
            flushed.executor().execute(this);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (waiting && !changed.channel().isWritable()) {
            flushNow();
        }
        changed.fireChannelWritabilityChanged();
    }

    @Override
    public void close(ChannelHandlerContext closed, ChannelPromise promise) {
        run();
        closed.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        run();
    }
}
