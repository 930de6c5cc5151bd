package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.text.Reason;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.logging.LoggingHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Realm;
import org.asynchttpclient.channel.NoopChannelPool;
import org.asynchttpclient.proxy.ProxyServer;
import org.asynchttpclient.ws.WebSocket;
import org.asynchttpclient.ws.WebSocketListener;
import org.asynchttpclient.ws.WebSocketUpgradeHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSockets of AsyncHttpClient, on event loops that are shared with the sessions. Calls only methods that its versions 2.12
 * and 3 have in common. Safe for use by many threads; no method blocks.
 */
final class AhcTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(AhcTransport.class);

    // The service's messages are small; a long segment with the times of every character stays far below.
    private static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    /**
     * The most bytes of one read. Data that was read before a {@link Link#pause()} is still delivered after it: up to some
     * thousand messages, if they are as small as possible.
     */
    private static final int READ_BYTES = 16 * 1024;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NORMAL_CLOSURE = 1000;
    private static final int CLOSED_WITHOUT_CODE = 1005;
    private static final int LOST_WITHOUT_CLOSE = 1006;

    private final TransportSettings settings;
    private final AsyncHttpClient client;
    private final Executor connecting;
    private final OpenChannels channels;

    /**
     * @param connecting runs look-ups of host names and fetches credentials, which may block
     * @throws IllegalArgumentException when the TLS settings make no context
     */
    AhcTransport(TransportSettings settings, EventLoops loops, Executor connecting) {
        this.settings = settings;
        this.connecting = connecting;
        EventLoop loop = loops.group().next();
        this.channels = new OpenChannels(loop);
        DefaultAsyncHttpClientConfig.Builder config = Dsl.config()
                .setEventLoopGroup(loops.group())
                .setNettyTimer(new LoopTimer(loop))
                .setDisableUrlEncodingForBoundRequests(true)
                // An attempt is one request on one connection to the address given. It spends its token, so only the
                // session may try again.
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setChannelPool(NoopChannelPool.INSTANCE)
                .setCookieStore(null)
                .setWebSocketMaxFrameSize(MAX_MESSAGE_BYTES)
                .setWebSocketMaxBufferSize(MAX_MESSAGE_BYTES)
                .setTcpNoDelay(true)
                .setSoKeepAlive(true)
                .setHandshakeTimeout((int) settings.connectTimeout().toMillis())
                .addChannelOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                // Without a proxy the client makes channels for WebSockets, with a proxy it makes channels for HTTP.
                .setWsAdditionalChannelInitializer(this::created)
                .setHttpAdditionalChannelInitializer(this::created);
        settings.tls()
                .map(AhcTransport::context)
                .ifPresent(ssl -> config.setSslEngineFactory((client, host, port) -> engine(ssl, host, port)));
        settings.proxy().ifPresent(proxy -> config.setProxyServer(proxyServer(proxy)));
        this.client = Dsl.asyncHttpClient(config);
    }

    private void created(Channel channel) {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
        channels.add(channel);
    }

    private static SSLContext context(TransportSettings.Tls tls) {
        try {
            return tls.context();
        } catch (Exception e) {
            throw new IllegalArgumentException("sslContextParameters give no TLS: " + Reason.of(e), e);
        }
    }

    // The client verifies host names only with contexts of its own, and would choose the protocols and ciphers itself.
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
        try {
            connecting.execute(() -> connect(upgrade, attempt));
        } catch (RejectedExecutionException e) {
            attempt.onError(e);
        }
        return attempt.opened;
    }

    private void connect(Callable<Upgrade> upgrade, Attempt attempt) {
        try {
            if (!isWanted(attempt)) {
                return;
            }
            Upgrade request = upgrade.call();
            // Fetching the credential takes time, in which the attempt may have been cancelled.
            if (!isWanted(attempt)) {
                return;
            }
            attempt.opened.whenComplete((link, failure) -> giveUpIfCancelled(attempt));
            ListenableFuture<?> handshake = client.prepareGet(request.uri().toString())
                    .execute(new Upgrading(attempt, request, settings.proxy()));
            handshake.toCompletableFuture().exceptionally(failure -> {
                attempt.onError(failure);
                return null;
            });
            attempt.handshake = handshake;
            // The attempt may have been cancelled before there was a handshake to cancel.
            giveUpIfCancelled(attempt);
        } catch (Throwable e) {
            // Errors too: the session has to get the cause, and not a timeout.
            attempt.onError(e);
        }
    }

    private boolean isWanted(Attempt attempt) {
        if (channels.isEnding()) {
            throw new IllegalStateException("the component has stopped");
        }
        return !attempt.opened.isCancelled();
    }

    /** Closes the channel of a cancelled attempt, after the service may have answered the upgrade; before that, ends the handshake. */
    private void giveUpIfCancelled(Attempt attempt) {
        if (!attempt.opened.isCancelled()) {
            return;
        }
        if (attempt.channel != null) {
            channels.leave(attempt.channel);
        } else if (attempt.handshake != null) {
            attempt.handshake.cancel(true);
        }
    }

    /**
     * Ends all connections, those that are being made included. The stage completes when all are closed, at the latest when the
     * wait for the attempts that were given up last is over.
     */
    CompletionStage<Void> end() {
        return channels.end(this::closeClient);
    }

    private void closeClient() {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("The HTTP client could not be closed", e);
        }
    }

    /** The number of channels, in any state. */
    int connections() {
        return channels.size();
    }

    /** Gives the attempt its channel, adds our handlers to it, and checks the status of the answer. */
    private static final class Upgrading extends WebSocketUpgradeHandler {
        private final Attempt attempt;
        private final Upgrade upgrade;
        private final Optional<TransportSettings.Proxy> proxy;

        Upgrading(Attempt attempt, Upgrade upgrade, Optional<TransportSettings.Proxy> proxy) {
            super(List.of(attempt));
            this.attempt = attempt;
            this.upgrade = upgrade;
            this.proxy = proxy;
        }

        @Override
        public void onTcpConnectSuccess(InetSocketAddress remoteAddress, Channel channel) {
            if (attempt.channel != null) {
                throw new IllegalStateException("an attempt is one connection; the client made another one");
            }
            attempt.channel = channel;
            if (attempt.opened.isCancelled()) {
                channel.close();
                return;
            }
            ChannelPipeline pipeline = channel.pipeline();
            // On TRACE the client has every byte dumped into the log, the credential included.
            if (pipeline.get(LoggingHandler.class) != null) {
                pipeline.remove(LoggingHandler.class);
            }
            attempt.gate = new ReadGate(channel);
            pipeline.addFirst(attempt.gate, new EndOfChannel(attempt::onError));
            proxy.ifPresent(asked -> pipeline.addAfter(
                    pipeline.context(HttpClientCodec.class).name(),
                    null,
                    new ProxyAnswer(asked, upgrade.uri(), attempt::onError)));
            pipeline.addLast(new RequestSecrets(upgrade, attempt::onError));
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
        private volatile Channel channel;
        private volatile ListenableFuture<?> handshake;
        private ReadGate gate;
        private Pongs pongs;
        private boolean over;
        private final AtomicBoolean pinged = new AtomicBoolean();

        Attempt(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void onOpen(WebSocket opening) {
            pongs = new Pongs(opening::sendPongFrame);
            Link link = new AhcLink(opening, channel, gate, pinged);
            if (!opened.complete(link)) {
                link.close(NORMAL_CLOSURE, "");
                link.abort();
            }
        }

        @Override
        public void onTextFrame(String payload, boolean finalFragment, int rsv) {
            receiver.onText(payload);
        }

        /** The client does not answer pings itself. A peer that does not answer pings counts as lost. */
        @Override
        public void onPingFrame(byte[] payload) {
            pongs.answer(payload);
        }

        /** Ignores a pong without a ping before it. */
        @Override
        public void onPongFrame(byte[] payload) {
            if (pinged.getAndSet(false)) {
                receiver.onPong();
            }
        }

        @Override
        public void onClose(WebSocket closed, int code, String reason) {
            if (code == LOST_WITHOUT_CLOSE) {
                onError(new IOException("the connection ended without a closing handshake"));
            } else if (!over) {
                over = true;
                receiver.onClosed(code < 0 ? CLOSED_WITHOUT_CODE : code, reason == null ? "" : reason);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (opened.completeExceptionally(failure)) {
                if (channel != null) {
                    channel.close();
                }
            } else if (!opened.isCompletedExceptionally() && !over) {
                over = true;
                receiver.onLost(failure);
            }
        }
    }

    private record AhcLink(WebSocket webSocket, Channel channel, ReadGate gate, AtomicBoolean pinged) implements Link {

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
            pinged.set(true);
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

        @Override
        public void pause() {
            onChannel(gate::close);
        }

        @Override
        public void resume() {
            onChannel(gate::open);
        }

        /** Runs a task on the channel's event loop, at once if this is its thread: a pause has to take effect before the next read. */
        private void onChannel(Runnable task) {
            if (channel.eventLoop().inEventLoop()) {
                task.run();
            } else {
                try {
                    channel.eventLoop().execute(task);
                } catch (RejectedExecutionException e) {
                    LOG.debug("The component has stopped, and the connection with it");
                }
            }
        }
    }
}
