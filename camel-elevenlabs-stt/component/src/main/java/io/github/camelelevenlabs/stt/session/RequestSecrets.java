package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.util.Map;

/**
 * Puts the credential into the upgrade request on its way to the wire. The HTTP client never has it, and so cannot write
 * it to its log, which on DEBUG shows every request. Leaves the pipeline with the request.
 */
final class RequestSecrets extends ChannelOutboundHandlerAdapter {

    private final Transport.Upgrade upgrade;

    RequestSecrets(Transport.Upgrade upgrade) {
        this.upgrade = upgrade;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // A proxy is first asked for a tunnel, and is told nothing.
        if (message instanceof HttpRequest request && !request.method().equals(HttpMethod.CONNECT)) {
            context.pipeline().remove(this);
            context.write(withSecrets(request), promise);
        } else {
            context.write(message, promise);
        }
    }

    private HttpRequest withSecrets(HttpRequest request) {
        URI uri = URI.create(request.uri());
        for (Map.Entry<String, String> parameter : upgrade.parameters().entrySet()) {
            uri = RealtimeUri.append(uri, parameter.getKey(), parameter.getValue());
        }
        FullHttpRequest copy = new DefaultFullHttpRequest(request.protocolVersion(), request.method(), uri.toString());
        copy.headers().set(request.headers());
        // AsyncHttpClient 2.12 tells the password of the proxy to whom is behind the tunnel, too.
        copy.headers().remove(HttpHeaderNames.PROXY_AUTHORIZATION);
        upgrade.headers().forEach(copy.headers()::set);
        return copy;
    }
}
