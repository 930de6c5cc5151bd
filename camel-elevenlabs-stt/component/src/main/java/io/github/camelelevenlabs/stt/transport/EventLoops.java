package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.text.Reason;
import io.github.camelelevenlabs.stt.threads.Alarm;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.Ticks;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops that all sessions and connections of a component share: a fixed number of threads, however
 * many sessions there are. A thread is started when it is first needed. Safe for use by many threads.
 */
public final class EventLoops implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    /** How sockets are waited for. */
    enum Polling {
        NIO,
        /** Netty's native transport, if it is on the class path. */
        EPOLL;

        /** Null when it can be used, else the reason. */
        Throwable unavailable() {
            try {
                return this == NIO ? null : EpollLoops.unavailable();
            } catch (LinkageError e) {
                return e;
            }
        }
    }

    private final LoopChooser chooser = new LoopChooser();
    private final EventLoopGroup group;
    private final Class<? extends SocketChannel> sockets;
    private final Map<EventLoop, SessionLoop> loops = new ConcurrentHashMap<>();

    /** Uses the native transport when it is available. */
    public EventLoops(int threads, ThreadFactory factory) {
        this(threads, factory, best());
    }

    EventLoops(int threads, ThreadFactory factory, Polling polling) {
        Executor executor = new ThreadPerTaskExecutor(factory);
        if (polling == Polling.EPOLL) {
            this.group = EpollLoops.create(threads, executor, chooser);
            this.sockets = EpollLoops.sockets();
        } else {
            this.group = newNioGroup(threads, executor, chooser);
            this.sockets = NioSocketChannel.class;
        }
    }

    private static Polling best() {
        Throwable missing = Polling.EPOLL.unavailable();
        if (missing == null) {
            LOG.info("Connections use the native transport, epoll");
            return Polling.EPOLL;
        }
        LOG.debug("Connections use NIO, since there is no native transport: {}", Reason.of(missing));
        return Polling.NIO;
    }

    // Deprecated since Netty 4.2 and the only kind that exists in 4.1 as well, which Camel 4.18 and Quarkus bring.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newNioGroup(int threads, Executor executor, LoopChooser chooser) {
        return new io.netty.channel.nio.NioEventLoopGroup(
                threads, executor, chooser, SelectorProvider.provider(), DefaultSelectStrategyFactory.INSTANCE);
    }

    EventLoopGroup group() {
        return group;
    }

    /** Makes connections on these loops, to anything. */
    public Bootstrap bootstrap() {
        return new Bootstrap().group(group).channel(sockets);
    }

    /** A loop for one more session; the loops are given out in turn. */
    public SessionLoop next() {
        return loopOf(chooser.forSession());
    }

    /** A loop as a clock, and for tasks that do not block; takes no session's turn. */
    public SessionLoop timer() {
        return loopOf(chooser.inTurn());
    }

    private SessionLoop loopOf(EventExecutor loop) {
        return loops.computeIfAbsent((EventLoop) loop, NettyLoop::new);
    }

    /** The loop that the calling thread belongs to; null for any other thread. */
    EventExecutor current() {
        return chooser.current();
    }

    /** Runs an action, whose channels get this loop. @param loop null for any */
    <T> T on(EventExecutor loop, Supplier<T> action) {
        return chooser.on(loop, action);
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

    private static final class NettyLoop implements SessionLoop {
        private final EventLoop loop;
        private final Ticks ticks = new Ticks(this);

        NettyLoop(EventLoop loop) {
            this.loop = loop;
        }

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
        public Alarm alarm(Runnable task) {
            return ticks.alarm(task);
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
