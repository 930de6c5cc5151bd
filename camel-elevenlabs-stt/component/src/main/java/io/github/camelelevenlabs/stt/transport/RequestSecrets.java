package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Puts the credential into the upgrade request on its way to the wire. The HTTP client never has it, and so cannot write
 * it to its log, which on DEBUG shows every request. Leaves the pipeline with the request.
 *
 * <p>Where the address says {@code wss}, the credential is written only behind a finished TLS handshake. Proxies are spoken
 * to without TLS, so that handshake is the service's. The client's own word for it is not enough: AsyncHttpClient 2.12 was
 * seen to send the request in clear to a proxy that had answered oddly.
 */
final class RequestSecrets extends ChannelOutboundHandlerAdapter {

    private final Transport.Upgrade upgrade;
    private final Consumer<Throwable> onWithheld;

    /** @param onWithheld takes the reason when the connection is not safe for a credential; it has to close the connection */
    RequestSecrets(Transport.Upgrade upgrade, Consumer<Throwable> onWithheld) {
        this.upgrade = upgrade;
        this.onWithheld = onWithheld;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // The CONNECT request goes to a proxy, which must not see the credential.
        if (!(message instanceof HttpRequest request) || request.method().equals(HttpMethod.CONNECT)) {
            context.write(message, promise);
        } else if (upgrade.isEncrypted() && !isTlsDone(context.pipeline())) {
            ReferenceCountUtil.release(message);
            withhold(promise);
        } else {
            context.pipeline().remove(this);
            context.write(withSecrets(request), promise);
        }
    }

    private static boolean isTlsDone(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        return tls != null && tls.handshakeFuture().isSuccess();
    }

    private void withhold(ChannelPromise promise) {
        SSLException clear = new SSLException("the connection to "
                + upgrade.uri().getHost() + " has no TLS, so that the credential was not sent; check the proxy");
        onWithheld.accept(clear);
        promise.setFailure(clear);
    }

    private HttpRequest withSecrets(HttpRequest request) {
        URI uri = URI.create(request.uri());
        for (Map.Entry<String, String> parameter : upgrade.parameters().entrySet()) {
            uri = RealtimeUri.append(uri, parameter.getKey(), parameter.getValue());
        }
        FullHttpRequest copy = new DefaultFullHttpRequest(request.protocolVersion(), request.method(), uri.toString());
        copy.headers().set(request.headers());
        // AsyncHttpClient 2.12 sends the proxy's password to the service behind the tunnel, too.
        copy.headers().remove(HttpHeaderNames.PROXY_AUTHORIZATION);
        upgrade.headers().forEach(copy.headers()::set);
        return copy;
    }
}
