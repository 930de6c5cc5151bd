package io.github.camelelevenlabs.stt.fetch;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A local server of live streams that serves any number of listeners with one thread. */
public final class LiveServer implements AutoCloseable {

    /** @param every the time between two pieces; zero for a response with a single piece */
    private record Stream(String contentType, Supplier<byte[]> first, byte[] piece, Duration every) {}

    private final EventLoopGroup loop = newLoop();
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final Channel server;

    public LiveServer() {
        server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(new LineBasedFrameDecoder(8_192), new Listener());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    // Deprecated since Netty 4.2 and the only kind that exists in 4.1 as well.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newLoop() {
        return new io.netty.channel.nio.NioEventLoopGroup(1);
    }

    /** Sends some first bytes, and then a piece at each interval. */
    public LiveServer live(String path, String contentType, byte[] first, byte[] piece, Duration every) {
        streams.put(path, new Stream(contentType, () -> first, piece, every));
        return this;
    }

    /** Sends what is there at the moment of the request. */
    public LiveServer now(String path, String contentType, Supplier<byte[]> body) {
        streams.put(path, new Stream(contentType, body, new byte[0], Duration.ZERO));
        return this;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort() + path;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Listener extends SimpleChannelInboundHandler<ByteBuf> {

        private String path;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
            String text = line.toString(StandardCharsets.ISO_8859_1);
            if (path == null) {
                path = text.split(" ")[1];
            } else if (text.isEmpty()) {
                answer(context.channel(), streams.get(path));
            }
        }

        private void answer(Channel listener, Stream stream) {
            String head = "HTTP/1.1 200 OK\r\nContent-Type: " + stream.contentType() + "\r\n\r\n";
            listener.write(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1));
            ChannelFuture begun =
                    listener.writeAndFlush(Unpooled.wrappedBuffer(stream.first().get()));
            if (stream.every().isZero()) {
                begun.addListener(ChannelFutureListener.CLOSE);
                return;
            }
            var sending = loop.scheduleAtFixedRate(
                    () -> listener.writeAndFlush(Unpooled.wrappedBuffer(stream.piece())),
                    stream.every().toNanos(),
                    stream.every().toNanos(),
                    TimeUnit.NANOSECONDS);
            listener.closeFuture().addListener(closed -> sending.cancel(false));
        }
    }
}
