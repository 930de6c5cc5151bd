package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.text.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Realm;
import org.asynchttpclient.SslEngineFactory;
import org.asynchttpclient.channel.NoopChannelPool;
import org.asynchttpclient.proxy.ProxyServer;
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

    private final TransportSettings settings;
    private final EventLoops loops;
    private final JvmTls jvmTls;
    private final AsyncHttpClient client;
    private final Executor connecting;
    private final OpenChannels channels;

    /**
     * @param jvmTls     TLS for settings without an own one
     * @param connecting runs look-ups of host names and fetches credentials, which may block
     * @throws IllegalArgumentException when the TLS settings make no context
     */
    AhcTransport(TransportSettings settings, EventLoops loops, JvmTls jvmTls, Executor connecting) {
        this.settings = settings;
        this.jvmTls = jvmTls;
        this.loops = loops;
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
        config.setSslEngineFactory(
                settings.tls().<SslEngineFactory>map(AhcTransport::engines).orElse(jvmTls));
        settings.proxy().ifPresent(proxy -> config.setProxyServer(proxyServer(proxy)));
        this.client = Dsl.asyncHttpClient(config);
    }

    private void created(Channel channel) {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
        channels.add(channel);
    }

    private static SslEngineFactory engines(TransportSettings.Tls tls) {
        try {
            return new JdkEngines(tls.context());
        } catch (Exception e) {
            throw new IllegalArgumentException("sslContextParameters give no TLS: " + Reason.of(e), e);
        }
    }

    private static ProxyServer proxyServer(TransportSettings.Proxy proxy) {
        ProxyServer.Builder server = Dsl.proxyServer(proxy.host(), proxy.port());
        if (proxy.username() != null) {
            Realm.Builder realm = Dsl.basicAuthRealm(proxy.username(), proxy.password());
            server.setRealm(realm.setUsePreemptiveAuth(true));
        }
        return server.build();
    }

    /** Called on an event loop, it connects on the same one. */
    @Override
    public CompletionStage<Link> connect(Callable<Upgrade> upgrade, Receiver receiver) {
        Attempt attempt = new Attempt(receiver, channels::leave);
        EventExecutor loop = loops.current();
        try {
            connecting.execute(() -> connect(upgrade, attempt, loop));
        } catch (RejectedExecutionException e) {
            attempt.onError(e);
        }
        return attempt.opened;
    }

    private void connect(Callable<Upgrade> upgrade, Attempt attempt, EventExecutor loop) {
        try {
            if (!isWanted(attempt)) {
                return;
            }
            Upgrade request = upgrade.call();
            if (request.isEncrypted() && settings.tls().isEmpty()) {
                jvmTls.prepare();
            }
            // Fetching the credential takes time, in which the attempt may have been cancelled.
            if (!isWanted(attempt)) {
                return;
            }
            attempt.opened.whenComplete((link, failure) -> giveUpIfCancelled(attempt));
            Upgrading upgrading = new Upgrading(attempt, request, settings.proxy());
            ListenableFuture<?> handshake = loops.on(
                    loop, () -> client.prepareGet(request.uri().toString()).execute(upgrading));
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
}
