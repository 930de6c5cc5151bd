package io.github.camelelevenlabs.stt.emulator.server;

import io.github.camelelevenlabs.stt.emulator.service.BatchApi;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Takes the requests of the batch API, whose files are longer than other requests, and passes all others on. */
final class BatchUpload extends ChannelInboundHandlerAdapter {

    private static final String PATH = "/v1/speech-to-text";
    /** Half an hour of 16 kHz, in memory. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final BatchApi api;

    /** Null while no request of ours is read. */
    private HttpPostRequestDecoder form;

    private long received;
    private boolean answered;

    BatchUpload(BatchApi api) {
        this.api = api;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && isOurs(request)) {
            begin(context, request);
        } else if (form == null && !answered) {
            context.fireChannelRead(message);
            return;
        } else if (message instanceof HttpContent content && !answered) {
            take(context, content);
        }
        ReferenceCountUtil.release(message);
    }

    private static boolean isOurs(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && request.method().equals(HttpMethod.POST)
                && new QueryStringDecoder(request.uri()).path().endsWith(PATH);
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        BatchApi.Answer refusal =
                api.refusal(request.headers().get("xi-api-key")).orElse(null);
        if (refusal != null) {
            answer(context, refusal);
        } else if (!HttpPostRequestDecoder.isMultipart(request)) {
            transcribe(context, Map.of(), null);
        } else {
            // In memory up to this size; a factory for memory alone would not release a file that never came whole.
            form = new HttpPostRequestDecoder(new DefaultHttpDataFactory(MAX_BYTES), request);
            if (HttpUtil.is100ContinueExpected(request)) {
                context.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
            }
        }
    }

    private void take(ChannelHandlerContext context, HttpContent content) {
        received += content.content().readableBytes();
        if (received > MAX_BYTES) {
            answer(context, new BatchApi.Answer(413, "{\"detail\":\"The emulator takes at most 64 MB\"}"));
            return;
        }
        try {
            form.offer(content);
            if (content instanceof LastHttpContent) {
                read(context);
            }
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException | IOException e) {
            answer(context, new BatchApi.Answer(400, "{\"detail\":\"There was an error parsing the body\"}"));
        }
    }

    private void read(ChannelHandlerContext context) throws IOException {
        Map<String, String> fields = new HashMap<>();
        byte[] file = null;
        for (InterfaceHttpData part : form.getBodyHttpDatas()) {
            if (part instanceof Attribute field) {
                fields.put(field.getName(), field.getValue());
            } else if (part instanceof FileUpload upload && upload.getName().equals("file")) {
                file = upload.get();
            }
        }
        transcribe(context, fields, file);
    }

    /** The recognition may take long, so it does not run on the event loop. */
    private void transcribe(ChannelHandlerContext context, Map<String, String> fields, byte[] file) {
        answered = true;
        close();
        CompletableFuture.supplyAsync(() -> api.transcribe(fields, file))
                .thenCompose(answer -> answer)
                .whenComplete((answer, failure) -> context.executor()
                        .execute(() -> answer(
                                context,
                                failure == null
                                        ? answer
                                        : new BatchApi.Answer(500, "{\"detail\":\"Internal Server Error\"}"))));
    }

    private void answer(ChannelHandlerContext context, BatchApi.Answer answer) {
        answered = true;
        close();
        byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(json));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private void close() {
        if (form != null) {
            form.destroy();
            form = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        close();
        super.channelInactive(context);
    }
}
