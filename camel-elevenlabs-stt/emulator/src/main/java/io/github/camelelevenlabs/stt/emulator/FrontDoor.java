package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import io.github.camelelevenlabs.stt.emulator.Script.Act;
import io.github.camelelevenlabs.stt.emulator.Script.Moment;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.flow.FlowControlHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The HTTP side: mints tokens, and lets WebSockets in or turns them away. */
final class FrontDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String REALTIME = "/v1/speech-to-text/realtime";
    private static final String TOKENS = "/v1/single-use-token/realtime_scribe";
    private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

    private final EmulatorServer server;

    FrontDoor(EmulatorServer server) {
        this.server = server;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        if (address.path().endsWith(TOKENS)) {
            mintToken(context, request);
        } else if (!address.path().endsWith(REALTIME)) {
            answer(context, HttpResponseStatus.NOT_FOUND, "{\"detail\":\"Not Found\"}");
        } else if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            answer(context, HttpResponseStatus.UPGRADE_REQUIRED, "{\"detail\":\"Connect with a WebSocket\"}");
        } else {
            admit(context, request, address.parameters());
        }
    }

    private void mintToken(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            answer(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "{\"detail\":\"Method Not Allowed\"}");
            return;
        }
        Optional<String> token = server.credentials().mint(request.headers().get("xi-api-key"));
        if (token.isEmpty()) {
            answer(
                    context,
                    HttpResponseStatus.UNAUTHORIZED,
                    "{\"detail\":{\"status\":\"invalid_api_key\",\"message\":\"Invalid API key\"}}");
        } else {
            answer(context, HttpResponseStatus.OK, "{\"token\":\"" + token.get() + "\"}");
        }
    }

    private void admit(ChannelHandlerContext context, FullHttpRequest request, Map<String, List<String>> query) {
        SessionRequest session = server.examine(query, headers(request));
        List<Act> opening = new ArrayList<>(
                session.script().due(session.record().connection(), moment -> moment instanceof Moment.Opening));
        server.enter(context.channel()).ifPresent(fault -> opening.add(new Act.Do(fault)));
        Optional<Fault.RefuseHandshake> refusal = Stream.concat(
                        opening.stream().filter(Act.Do.class::isInstance).map(act -> ((Act.Do) act).fault()),
                        session.refusal().stream())
                .filter(Fault.RefuseHandshake.class::isInstance)
                .map(Fault.RefuseHandshake.class::cast)
                .findFirst();
        if (refusal.isPresent()) {
            session.record().ended(Ending.HANDSHAKE_REFUSED);
            int status = refusal.get().status();
            answer(context, HttpResponseStatus.valueOf(status), "{\"detail\":\"Refused with " + status + "\"}");
        } else {
            upgrade(context, request, session, opening);
        }
    }

    private void upgrade(
            ChannelHandlerContext context, FullHttpRequest request, SessionRequest sessionRequest, List<Act> opening) {
        Channel channel = context.channel();
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        server.uri() + REALTIME, null, true, LARGEST_MESSAGE)
                .newHandshaker(request);
        if (handshaker == null) {
            sessionRequest.record().ended(Ending.HANDSHAKE_REFUSED);
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        WebSocketLink link = new WebSocketLink(channel, server.fragmentBytes());
        ServiceSession session = server.newSession(sessionRequest, channel.eventLoop(), link);
        ChannelFuture handshake = handshaker.handshake(channel, request, server.load(), channel.newPromise());
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addLast(
                // What has arrived already waits too while a session does not read.
                new WebSocketFrameAggregator(LARGEST_MESSAGE),
                new FlowControlHandler(),
                new WebSocketSessionHandler(session, link));
        pipeline.remove(this);
        handshake.addListener(done -> {
            if (done.isSuccess()) {
                session.opened(opening);
            }
        });
    }

    private static Map<String, List<String>> headers(FullHttpRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
        return headers;
    }

    private void answer(ChannelHandlerContext context, HttpResponseStatus status, String json) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
        response.headers().add(server.load());
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        response.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
