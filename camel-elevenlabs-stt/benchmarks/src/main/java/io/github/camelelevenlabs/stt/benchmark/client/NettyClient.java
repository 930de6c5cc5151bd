package io.github.camelelevenlabs.stt.benchmark.client;

import io.github.camelelevenlabs.stt.benchmark.load.Load;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;

/**
 * What is left when there is nothing but Netty: no reconnect, no replay, no deadlines, no routes. As good as one writes it: messages
 * are made in direct buffers with the JDK's encoder of base64, and a session waits while its socket is full.
 */
public final class NettyClient implements SpeechClient {

    private static final int MAX_ANSWER = 64 * 1024;
    /** As much as the component has here. */
    private static final long CONNECT_MILLIS = 60_000;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
    private final URI address;
    private final SslContext tls;
    private final boolean batched;
    private byte[] recording;
    private Load load;
    private Round round;

    private NettyClient(String server, boolean batched) throws Exception {
        this.batched = batched;
        address = URI.create(server + "/v1/speech-to-text/realtime?model_id=scribe_v2_realtime&audio_format=pcm_16000"
                + "&commit_strategy=vad");
        tls = address.getScheme().equals("wss") ? SslContextBuilder.forClient().build() : null;
    }

    /** @param arguments the address of the server, and whether many messages go with one flush */
    public static void main(String[] arguments) throws Exception {
        new ClientLoop(new NettyClient(arguments[0], Boolean.parseBoolean(arguments[1]))).run();
    }

    @Override
    public void prepare(Load next, Round current) {
        load = next;
        round = current;
        recording = next.recording();
    }

    @Override
    public void open() {
        NettySession session = new NettySession(recording, load.paced(), batched, round);
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            SslHandler handler = tls.newHandler(channel.alloc(), address.getHost(), address.getPort());
                            handler.setHandshakeTimeoutMillis(CONNECT_MILLIS);
                            channel.pipeline().addLast(handler);
                        }
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MAX_ANSWER),
                                        new WebSocketClientProtocolHandler(
                                                WebSocketClientHandshakerFactory.newHandshaker(
                                                        address,
                                                        WebSocketVersion.V13,
                                                        null,
                                                        false,
                                                        new DefaultHttpHeaders().add("xi-api-key", "benchmark")),
                                                CONNECT_MILLIS),
                                        session);
                    }
                })
                .connect(address.getHost(), address.getPort());
    }
}
