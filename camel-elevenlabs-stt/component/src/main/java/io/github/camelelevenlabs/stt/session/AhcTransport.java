package io.github.camelelevenlabs.stt.session;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.logging.LoggingHandler;
import io.netty.util.concurrent.Future;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Realm;
import org.asynchttpclient.proxy.ProxyServer;
import org.asynchttpclient.ws.WebSocket;
import org.asynchttpclient.ws.WebSocketListener;
import org.asynchttpclient.ws.WebSocketUpgradeHandler;

/**
 * WebSockets of AsyncHttpClient, on event loops that are shared with the sessions. Calls only what its versions 2.12 and 3
 * have in common.
 */
public final class AhcTransport implements Transport, Closeable {

    // The service's messages are small; a long segment with the times of every character stays far below.
    private static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    /** For the answer to an upgrade that nobody wants any more: with a handshake it takes a round trip or two. */
    private static final Duration GIVEN_UP_WAIT = Duration.ofSeconds(1);

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NORMAL_CLOSURE = 1000;
    private static final int CLOSED_WITHOUT_CODE = 1005;
    private static final int LOST_WITHOUT_CLOSE = 1006;

    private final AsyncHttpClient client;
    private final Executor connecting;

    /** The connections that nobody wants any more and that the service may hold a session for. */
    private final Phaser leaving = new Phaser(1);

    /**
     * @param threads    for the client's own timer
     * @param connecting where host names are looked up and credentials are fetched, which may block
     */
    public AhcTransport(TransportSettings settings, EventLoops loops, ThreadFactory threads, Executor connecting) {
        this.connecting = connecting;
        DefaultAsyncHttpClientConfig.Builder config = Dsl.config()
                .setEventLoopGroup(loops.group())
                .setThreadFactory(threads)
                .setDisableUrlEncodingForBoundRequests(true)
                // A token is spent by the first attempt; trying again is the session's business.
                .setMaxRequestRetry(0)
                .setWebSocketMaxFrameSize(MAX_MESSAGE_BYTES)
                .setWebSocketMaxBufferSize(MAX_MESSAGE_BYTES)
                .setTcpNoDelay(true)
                .setSoKeepAlive(true)
                .setHandshakeTimeout((int) settings.connectTimeout().toMillis())
                .addChannelOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis());
        settings.sslContext()
                .ifPresent(ssl -> config.setSslEngineFactory((client, host, port) -> engine(ssl, host, port)));
        settings.proxy().ifPresent(proxy -> config.setProxyServer(proxyServer(proxy)));
        this.client = Dsl.asyncHttpClient(config);
    }

    // The client checks the host's name only in contexts that it makes itself, and would choose protocols and ciphers.
    private static SSLEngine engine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static ProxyServer proxyServer(TransportSettings.Proxy proxy) {
        ProxyServer.Builder server = Dsl.proxyServer(proxy.host(), proxy.port());
        if (proxy.username() != null) {
            Realm.Builder realm = Dsl.basicAuthRealm(proxy.username(), proxy.password());
            server.setRealm(realm.setUsePreemptiveAuth(true));
        }
        return server.build();
    }

    @Override
    public CompletionStage<Link> connect(Callable<Upgrade> upgrade, Receiver receiver) {
        Attempt attempt = new Attempt(receiver);
        connecting.execute(() -> {
            if (attempt.opened.isCancelled()) {
                return;
            }
            try {
                Upgrade request = upgrade.call();
                attempt.secrets = request;
                ListenableFuture<?> handshake =
                        client.prepareGet(request.uri().toString()).execute(new Upgrading(attempt));
                handshake.toCompletableFuture().exceptionally(failure -> {
                    attempt.onError(failure);
                    return null;
                });
                attempt.opened.whenComplete((link, failure) -> {
                    if (attempt.opened.isCancelled()) {
                        giveUp(handshake, attempt.channel);
                    }
                });
            } catch (Exception | LinkageError e) {
                attempt.onError(e);
            }
        });
        return attempt.opened;
    }

    /** A service that has the upgrade already hears, when it has answered, that nobody is there. */
    private void giveUp(ListenableFuture<?> handshake, Channel channel) {
        if (channel == null) {
            handshake.cancel(true);
            return;
        }
        leaving.register();
        channel.closeFuture().addListener(closed -> leaving.arriveAndDeregister());
        channel.eventLoop().schedule(() -> handshake.cancel(true), GIVEN_UP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes as long as the connections that were given up last may still need. */
    @Override
    public void close() throws IOException {
        try {
            leaving.awaitAdvanceInterruptibly(leaving.arrive(), GIVEN_UP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // What the client still has it closes without a word.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    /** Lets the handshake see the channel and the status of the answer. */
    private static final class Upgrading extends WebSocketUpgradeHandler {
        private final Attempt attempt;

        Upgrading(Attempt attempt) {
            super(List.of(attempt));
            this.attempt = attempt;
        }

        @Override
        public void onTcpConnectSuccess(InetSocketAddress remoteAddress, Channel channel) {
            attempt.channel = channel;
            // On TRACE the client has every byte dumped into the log, the credential included.
            LoggingHandler dump = channel.pipeline().get(LoggingHandler.class);
            if (dump != null) {
                channel.pipeline().remove(dump);
            }
            channel.pipeline().addLast(new RequestSecrets(attempt.secrets));
        }

        @Override
        protected void onStatusReceived0(HttpResponseStatus status) {
            if (status.getStatusCode() != SWITCHING_PROTOCOLS) {
                attempt.onError(new HandshakeException(status.getStatusCode()));
            }
        }
    }

    /** One connection, from the attempt to its end. Called on the channel's event loop once there is a channel. */
    private static final class Attempt implements WebSocketListener {
        private final CompletableFuture<Link> opened = new CompletableFuture<>();
        private final Receiver receiver;
        private volatile Upgrade secrets;
        private volatile Channel channel;
        private WebSocket webSocket;

        Attempt(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void onOpen(WebSocket opening) {
            webSocket = opening;
            Link link = new AhcLink(opening, channel);
            if (!opened.complete(link)) {
                link.close(NORMAL_CLOSURE, "");
                link.abort();
            }
        }

        @Override
        public void onTextFrame(String payload, boolean finalFragment, int rsv) {
            receiver.onText(payload);
        }

        // The client leaves pings to its users; who does not answer them is taken for dead.
        @Override
        public void onPingFrame(byte[] payload) {
            webSocket.sendPongFrame(payload);
        }

        @Override
        public void onPongFrame(byte[] payload) {
            receiver.onPong();
        }

        @Override
        public void onClose(WebSocket closed, int code, String reason) {
            if (code == LOST_WITHOUT_CLOSE) {
                receiver.onLost(new IOException("the connection ended without a closing handshake"));
            } else {
                receiver.onClosed(code < 0 ? CLOSED_WITHOUT_CODE : code, reason == null ? "" : reason);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!opened.completeExceptionally(failure) && !opened.isCompletedExceptionally()) {
                receiver.onLost(failure);
            }
        }
    }

    private record AhcLink(WebSocket webSocket, Channel channel) implements Link {

        @Override
        public CompletionStage<Void> send(byte[] text) {
            CompletableFuture<Void> sent = new CompletableFuture<>();
            webSocket.sendTextFrame(Unpooled.wrappedBuffer(text), true, 0).addListener((Future<Void> written) -> {
                if (written.isSuccess()) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(written.cause());
                }
            });
            return sent;
        }

        @Override
        public void ping() {
            webSocket.sendPingFrame();
        }

        @Override
        public void close(int code, String reason) {
            webSocket.sendCloseFrame(code, reason);
        }

        @Override
        public void abort() {
            channel.close();
        }
    }
}
