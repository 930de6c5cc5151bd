package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops that all sessions and connections of a component share: a fixed number of threads, however
 * many sessions there are. A thread is started when it is first needed. Safe for use by many threads.
 */
public final class EventLoops implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final EventLoopGroup group;

    public EventLoops(int threads, ThreadFactory factory) {
        this.group = newGroup(threads, factory);
    }

    // Deprecated since Netty 4.2 and the only kind that exists in 4.1 as well, which Camel 4.18 and Quarkus bring.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newGroup(int threads, ThreadFactory factory) {
        return new io.netty.channel.nio.NioEventLoopGroup(threads, factory);
    }

    EventLoopGroup group() {
        return group;
    }

    /** Makes connections on these loops, to anything. */
    public Bootstrap bootstrap() {
        return new Bootstrap().group(group).channel(NioSocketChannel.class);
    }

    /** A loop for one more session; the loops are given out in turn. */
    public SessionLoop next() {
        return new NettyLoop(group.next());
    }

    /**
     * Ends the threads and blocks until they have ended, for 5 s at most. Scheduled tasks no longer run. Tasks executed later run
     * one after the other on a thread of Netty's, so that callers that wait for them are still served.
     */
    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN.toMillis());
    }

    private record NettyLoop(EventLoop loop) implements SessionLoop {

        @Override
        public void execute(Runnable task) {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException e) {
                GlobalEventExecutor.INSTANCE.execute(task);
            }
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            try {
                Future<?> future = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException e) {
                LOG.debug("The component has stopped; {} does not run", task);
                return Timer.NONE;
            }
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    }
}
