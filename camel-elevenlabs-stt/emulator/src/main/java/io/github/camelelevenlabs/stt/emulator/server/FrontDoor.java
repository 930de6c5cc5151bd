package io.github.camelelevenlabs.stt.emulator.server;

import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.script.Moment;
import io.github.camelelevenlabs.stt.emulator.service.Conversation;
import io.github.camelelevenlabs.stt.emulator.service.SessionRequest;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The HTTP side: shows the status page, issues tokens, and accepts or refuses WebSockets. */
final class FrontDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String REALTIME = "/v1/speech-to-text/realtime";
    private static final String TOKENS = "/v1/single-use-token/realtime_scribe";
    private static final String STATUS = "/";
    private static final Map<String, String> PAGES =
            Map.of(STATUS, "text/html; charset=utf-8", "/status.css", "text/css", "/status.js", "text/javascript");
    private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

    private final EmulatorServer server;

    FrontDoor(EmulatorServer server) {
        this.server = server;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            // The request is no HTTP, or incomplete: missing headers are no mistake of the client.
            context.close();
            return;
        }
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        if (PAGES.containsKey(address.path())) {
            show(context, request, address.path());
        } else if (address.path().endsWith(TOKENS)) {
            mintToken(context, request);
        } else if (!address.path().endsWith(REALTIME)) {
            answer(context, HttpResponseStatus.NOT_FOUND, "{\"detail\":\"Not Found\"}");
        } else if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            answer(context, HttpResponseStatus.UPGRADE_REQUIRED, "{\"detail\":\"Connect with a WebSocket\"}");
        } else {
            admit(context, request, address.parameters());
        }
    }

    private void show(ChannelHandlerContext context, FullHttpRequest request, String path) {
        if (!request.method().equals(HttpMethod.GET)) {
            answer(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "{\"detail\":\"Method Not Allowed\"}");
            return;
        }
        FullHttpResponse response = response(HttpResponseStatus.OK, PAGES.get(path), content(path));
        response.headers()
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'self'; img-src data:");
        send(context, response);
    }

    private byte[] content(String path) {
        if (path.equals(STATUS)) {
            return StatusPage.of(server.uri(), server.ledger().sessions()).getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream resource = FrontDoor.class.getResourceAsStream(path.substring(1))) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + " from the class path", e);
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
        OptionalInt replayed = server.replayedRefusal(session.record());
        OptionalInt refusal = replayed.isPresent() ? replayed : session.httpStatus(opening);
        if (refusal.isPresent()) {
            int status = refusal.getAsInt();
            server.refused(session.record(), status);
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
            server.refused(sessionRequest.record(), HttpResponseStatus.UPGRADE_REQUIRED.code());
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        WebSocketLink link = new WebSocketLink(channel, server.fragmentBytes());
        Conversation conversation = server.newConversation(sessionRequest, channel.eventLoop(), link);
        ChannelFuture handshake = handshaker.handshake(channel, request, server.load(), channel.newPromise());
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addLast(
                // While a session does not read, messages that have already arrived wait too.
                new WebSocketFrameAggregator(LARGEST_MESSAGE),
                new FlowControlHandler(),
                new WebSocketSessionHandler(conversation, link));
        pipeline.remove(this);
        handshake.addListener(done -> {
            if (done.isSuccess()) {
                conversation.opened(opening);
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
        FullHttpResponse response = response(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
        response.headers().add(server.load());
        send(context, response);
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] content) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, content.length);
        return response;
    }

    private static void send(ChannelHandlerContext context, FullHttpResponse response) {
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
