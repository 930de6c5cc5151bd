package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.logging.LoggingHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.ws.WebSocketUpgradeHandler;

/** Gives an attempt its channel, adds our handlers to it, and checks the status of the answer. */
final class Upgrading extends WebSocketUpgradeHandler {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Attempt attempt;
    private final Transport.Upgrade upgrade;
    private final Optional<TransportSettings.Proxy> proxy;

    Upgrading(Attempt attempt, Transport.Upgrade upgrade, Optional<TransportSettings.Proxy> proxy) {
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
        attempt.watch(channel);
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
