package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Event loops on Netty's native transport of Linux. It is optional: without its classes, loading this class fails with a {@link LinkageError}. */
final class EpollLoops {

    private static final List<String> LIBRARIES = Stream.of("x86_64", "aarch_64", "riscv64", "loongarch_64")
            .map(processor -> "META-INF/native/libnetty_transport_native_epoll_" + processor + ".so")
            .toList();

    private EpollLoops() {}

    /** Null when it can be used, else the reason: another platform, or the library is missing. */
    static Throwable unavailable() {
        return unavailable(Epoll.class.getClassLoader());
    }

    /**
     * Looks for the library before Netty does, since Java 24 and newer warn of each attempt to load one. Netty's Java
     * classes alone are on many class paths.
     */
    static Throwable unavailable(ClassLoader jars) {
        return LIBRARIES.stream().anyMatch(name -> jars.getResource(name) != null)
                ? Epoll.unavailabilityCause()
                : new UnsatisfiedLinkError("no jar has Netty's library for epoll");
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
