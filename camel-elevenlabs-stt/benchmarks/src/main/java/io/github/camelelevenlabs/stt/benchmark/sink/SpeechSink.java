package io.github.camelelevenlabs.stt.benchmark.sink;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process of the server. It prints its ports; {@code tally} on its input has it say what has come since the last time, and the
 * end of its input ends it.
 */
public final class SpeechSink {

    private static final int MAX_REQUEST = 64 * 1024;
    private static final long HANDSHAKE_MILLIS = 60_000;
    private static final int BACKLOG = 4_096;
    private static final String PATH = "/v1/speech-to-text/realtime";

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Tally tally = new Tally();
    private final LiveAudio liveAudio = new LiveAudio();
    private final long millisBetweenCommits;

    private SpeechSink(long millisBetweenCommits) {
        this.millisBetweenCommits = millisBetweenCommits;
    }

    /**
     * @param arguments the milliseconds of audio between two commits of the server, if the client leaves them to it, and the key
     *     store
     */
    public static void main(String[] arguments) throws Exception {
        SpeechSink sink = new SpeechSink(Long.parseLong(arguments[0]));
        SslContext tls = SslContextBuilder.forServer(KeyStores.keys(Path.of(arguments[1])))
                .build();
        System.out.println("ports plain=" + sink.listen(Optional.empty()) + " tls=" + sink.listen(Optional.of(tls)));
        sink.obey();
        // Nothing of a server without clients is worth a quiet period.
        System.exit(0);
    }

    private int listen(Optional<SslContext> tls) throws InterruptedException {
        InetSocketAddress address = (InetSocketAddress) new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        tls.ifPresent(context -> {
                            SslHandler handler = context.newHandler(channel.alloc());
                            handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
                            channel.pipeline().addLast(handler);
                        });
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MAX_REQUEST),
                                        liveAudio,
                                        new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                                .websocketPath(PATH)
                                                .checkStartsWith(true)
                                                .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
                                                .build()),
                                        new SinkSession(millisBetweenCommits, tally));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel()
                .localAddress();
        return address.getPort();
    }

    private void obey() throws IOException {
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.equals("tally")) {
                    System.out.println(tally.take());
                }
            }
        }
    }
}
