package io.github.camelelevenlabs.stt.fetch;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * One GET over HTTP/1.1 on a connection of its own. Bytes are read only while there is room for them. Safe for any thread; no
 * method blocks.
 */
final class HttpGet {

    /** The most bytes of one read. */
    private static final int READ_BYTES = 16 * 1024;

    /**
     * What connections are made of.
     *
     * @param bootstraps makes a bootstrap with event loops and a kind of channel
     * @param working runs what may block: looking names up, checking certificates
     * @param tls the trusted certificates
     * @param open the open connections
     * @param silence the limit for connecting to an address, and for waiting without a byte
     */
    record Network(
            Supplier<Bootstrap> bootstraps, Executor working, SSLContext tls, ChannelGroup open, Duration silence) {}

    /**
     * The head of a response, and its body as it arrives.
     *
     * @param length the length that the server stated; negative if it stated none
     */
    record Answer(int status, HttpHeaders headers, long length, ResponseBody body) {}

    private final WebUrl url;
    private final Network network;
    private final Runnable onConnected;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final ResponseBody body;
    private volatile Channel channel;

    /**
     * @param onConnected called when the connection is ready, before the request is sent
     * @param failures the exception for a failure while the body is read
     */
    HttpGet(WebUrl url, Network network, Runnable onConnected, Function<Throwable, FetchException> failures) {
        this.url = url;
        this.network = network;
        this.onConnected = onConnected;
        this.body = new ResponseBody(failures);
    }

    /** Completes when the head of the response has arrived. Interim responses are passed over. */
    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** Sends the request. */
    void send(CheckedResolver resolver) {
        try {
            network.working().execute(() -> attempt(() -> connect(resolver.resolve(resolvedName()), 0)));
        } catch (RuntimeException rejected) {
            abort(rejected);
        }
    }

    /** Errors too fail the request: nothing else would end it before its limits. */
    private void attempt(Attempt attempt) {
        try {
            attempt.make();
        } catch (Throwable e) {
            abort(e);
        }
    }

    private interface Attempt {
        void make() throws IOException;
    }

    /** Fails what is pending, and closes the connection. */
    void abort(Throwable cause) {
        answer.completeExceptionally(cause);
        body.fail(cause);
        closeChannel();
    }

    private void closeChannel() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** Tries one address after the other. */
    private void connect(InetAddress[] addresses, int index) {
        if (answer.isDone()) {
            return;
        }
        ChannelFuture connecting = network.bootstraps()
                .get()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, network.silence().toMillis()))
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.config()
                                .setRecvByteBufAllocator(
                                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
                        network.open().add(created);
                    }
                })
                .connect(new InetSocketAddress(addresses[index], url.port()));
        channel = connecting.channel();
        // It may have been aborted before there was a channel to close.
        if (answer.isDone()) {
            closeChannel();
        }
        connecting.addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                attempt(() -> onConnected(connected.channel()));
            } else if (index + 1 < addresses.length) {
                attempt(() -> connect(addresses, index + 1));
            } else {
                abort(connected.cause());
            }
        });
    }

    private void onConnected(Channel connected) {
        SilenceWatch watch = new SilenceWatch(network.silence(), this::abort);
        connected.pipeline().addLast(watch);
        watch.begin();
        if (url.scheme().equals("https")) {
            SslHandler tls = new SslHandler(engine(), network.working());
            // Its own limit would come before that of the phase.
            tls.setHandshakeTimeoutMillis(0);
            connected.pipeline().addLast(tls);
            tls.handshakeFuture().addListener((Future<Channel> shaken) -> {
                if (shaken.isSuccess()) {
                    attempt(() -> request(connected, watch));
                } else {
                    abort(shaken.cause());
                }
            });
            connected.read();
        } else {
            request(connected, watch);
        }
    }

    private SSLEngine engine() {
        SSLEngine engine = network.tls().createSSLEngine(resolvedName(), url.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void request(Channel connected, SilenceWatch watch) {
        onConnected.run();
        connected
                .pipeline()
                .addLast(
                        new HttpRequestEncoder(),
                        new ResponseDecoder(),
                        new ResponseHandler(watch, body, answer::complete, this::abort));
        connected.writeAndFlush(head()).addListener(sent -> {
            if (!sent.isSuccess()) {
                abort(sent.cause());
            }
        });
        connected.read();
    }

    private FullHttpRequest head() {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.path(), Unpooled.EMPTY_BUFFER);
        boolean usual = url.port() == WebUrl.usualPort(url.scheme());
        // Written as browsers write them, because some radio servers do not know that the case has no meaning.
        request.headers()
                .set("Host", usual ? url.host() : url.host() + ":" + url.port())
                .set("User-Agent", "camel-elevenlabs-stt")
                .set("Accept", "*/*")
                .set("Accept-Encoding", "identity")
                .set("Connection", "close");
        url.authorization().ifPresent(basic -> request.headers().set("Authorization", basic));
        return request;
    }

    /**
     * The host to resolve and to find in the certificate: without brackets, and for TLS without a dot at its end, which
     * certificates do not have.
     */
    private String resolvedName() {
        String host = url.host();
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        boolean dotted = url.scheme().equals("https") && host.length() > 1 && host.endsWith(".");
        return dotted ? host.substring(0, host.length() - 1) : host;
    }
}
