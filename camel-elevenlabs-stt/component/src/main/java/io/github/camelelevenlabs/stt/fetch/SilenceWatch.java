package io.github.camelelevenlabs.stt.fetch;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Detects a connection on which nothing arrives for a while, although something is waited for. Used on the connection's event
 * loop.
 */
final class SilenceWatch extends ChannelInboundHandlerAdapter {

    /** Before the timer's next call the loop looks at its sockets. */
    private static final long A_ROUND = TimeUnit.MILLISECONDS.toNanos(2);

    private final long limitNanos;
    private final Consumer<Throwable> onSilence;

    private ChannelHandlerContext context;
    private boolean waiting;
    /** The time of the last bytes, or that from which something is waited for, whichever is later. */
    private long since;
    /** Whether the limit has passed, but bytes may still lie in the socket: the loop may have been busy itself. */
    private boolean suspected;
    /** One timer serves many waits: it is not set anew for each of them. Null while none runs. */
    private Future<?> timer;

    SilenceWatch(Duration limit, Consumer<Throwable> onSilence) {
        this.limitNanos = limit.toNanos();
        this.onSilence = onSilence;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Something is waited for from now on. */
    void begin() {
        if (!waiting) {
            waiting = true;
            since = System.nanoTime();
            if (timer == null && context.channel().isOpen()) {
                schedule(limitNanos);
            }
        }
    }

    /** Nothing is waited for any more. */
    void end() {
        waiting = false;
    }

    private void schedule(long nanos) {
        timer = context.executor().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        timer = null;
        if (!waiting) {
            suspected = false;
            return;
        }
        long left = limitNanos - (System.nanoTime() - since);
        if (left > 0) {
            suspected = false;
            schedule(left);
        } else if (!suspected) {
            suspected = true;
            schedule(A_ROUND);
        } else {
            onSilence.accept(new SocketTimeoutException("nothing has arrived"));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object bytes) {
        since = System.nanoTime();
        read.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        waiting = false;
        if (timer != null) {
            timer.cancel(false);
        }
        closed.fireChannelInactive();
    }
}
