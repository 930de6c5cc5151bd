package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Reads a proxy's answer to the CONNECT request before the HTTP client does. After a 200 the tunnel is open, and this handler
 * leaves the pipeline. Any other answer ends the attempt here, because the client would take some of them for the service's
 * answer and would follow the instructions in others.
 */
final class ProxyAnswer extends ChannelInboundHandlerAdapter {

    private final TransportSettings.Proxy proxy;
    private final String target;
    private final Consumer<Throwable> onRefused;
    private boolean refused;

    /**
     * @param service   the address at the other end of the tunnel
     * @param onRefused takes the reason when there is no tunnel; it has to close the connection
     */
    ProxyAnswer(TransportSettings.Proxy proxy, URI service, Consumer<Throwable> onRefused) {
        this.proxy = proxy;
        this.target = target(service);
        this.onRefused = onRefused;
    }

    private static String target(URI service) {
        int standard = service.getScheme().equals("wss") ? 443 : 80;
        return service.getHost() + ":" + (service.getPort() < 0 ? standard : service.getPort());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!refused && message instanceof HttpResponse response && isConsent(response)) {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
            return;
        }
        try {
            if (!refused && message instanceof HttpResponse response) {
                refused = true;
                onRefused.accept(refusal(response));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!refused) {
            onRefused.accept(
                    new IOException("the proxy " + proxy.address() + " closed the connection without an answer"));
        }
        context.fireChannelInactive();
    }

    private static boolean isConsent(HttpResponse response) {
        return response.decoderResult().isSuccess() && response.status().code() == HttpResponseStatus.OK.code();
    }

    private IOException refusal(HttpResponse response) {
        return response.decoderResult().isSuccess()
                ? HandshakeException.ofProxy(proxy, target, response.status().code())
                : new IOException("the proxy " + proxy.address()
                        + " answered with what is no HTTP; check proxyHost and proxyPort");
    }
}
