package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.concurrent.Executor;

/** Event loops on Netty's native transport of Linux. It is optional: without its classes, loading this class fails with a {@link LinkageError}. */
final class EpollLoops {

    private EpollLoops() {}

    /** Null when it can be used, else the reason: another platform, or the library is missing. */
    static Throwable unavailable() {
        return Epoll.unavailabilityCause();
    }

    // Deprecated since Netty 4.2 and the only kind that exists in 4.1 as well.
    @SuppressWarnings("deprecation")
    static EventLoopGroup create(int threads, Executor executor, EventExecutorChooserFactory chooser) {
        return new io.netty.channel.epoll.EpollEventLoopGroup(
                threads, executor, chooser, DefaultSelectStrategyFactory.INSTANCE);
    }

    static Class<? extends SocketChannel> sockets() {
        return EpollSocketChannel.class;
    }
}
