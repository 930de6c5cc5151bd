package io.github.camelelevenlabs.stt.fetch;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Receives the response to one request. Used on the connection's event loop. */
final class ResponseHandler extends ChannelInboundHandlerAdapter {

    /** Other encodings of a transfer would have to be unpacked. */
    private static final Set<String> TRANSFERS = Set.of("chunked", "identity");

    private static final int SWITCHING_PROTOCOLS = 101;

    private final SilenceWatch watch;
    private final ResponseBody body;
    private final Consumer<HttpGet.Answer> onHead;
    private final Consumer<Throwable> onFailure;

    private boolean headed;
    private boolean ended;
    /** Whether a read was requested that has not completed. */
    private boolean reading = true;

    /**
     * @param watch is told when nothing is waited for
     * @param onFailure closes the connection
     */
    ResponseHandler(
            SilenceWatch watch, ResponseBody body, Consumer<HttpGet.Answer> onHead, Consumer<Throwable> onFailure) {
        this.watch = watch;
        this.body = body;
        this.onHead = onHead;
        this.onFailure = onFailure;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        body.connect(
                () -> {
                    try {
                        context.executor().execute(() -> proceed(context));
                    } catch (RejectedExecutionException e) {
                        onFailure.accept(new IOException("the component has stopped", e));
                    }
                },
                context.channel()::close);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        try {
            if (ended) {
                // What the server sends behind the response, such as another one, is no part of the body.
                return;
            }
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                throw new IOException(
                        part.decoderResult().cause().getMessage(),
                        part.decoderResult().cause());
            }
            if (message instanceof HttpResponse head && !isInterim(head)) {
                onHead(head);
            }
            if (message instanceof HttpContent content && headed) {
                onContent(context, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static boolean isInterim(HttpResponse head) {
        return head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && head.status().code() != SWITCHING_PROTOCOLS;
    }

    private void onHead(HttpResponse head) throws IOException {
        check(head.headers());
        headed = true;
        boolean bare = head.status().code() == 204 || head.status().code() == 304;
        long length = bare ? 0 : HttpUtil.isTransferEncodingChunked(head) ? -1 : HttpUtil.getContentLength(head, -1L);
        onHead.accept(new HttpGet.Answer(head.status().code(), head.headers(), length, body));
    }

    private static void check(HttpHeaders headers) throws IOException {
        if (headers.size() > ResponseDecoder.MAX_HEADERS) {
            throw new IOException("Maximum header count exceeded");
        }
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().length() + header.getValue().length() > ResponseDecoder.MAX_LINE) {
                throw new IOException("Maximum header length exceeded");
            }
        }
        for (String transfer : headers.getAll(HttpHeaderNames.TRANSFER_ENCODING)) {
            if (!TRANSFERS.contains(transfer.strip().toLowerCase(Locale.ROOT))) {
                throw new IOException("Transfer encoding is not supported: " + transfer);
            }
        }
    }

    private void onContent(ChannelHandlerContext context, HttpContent content) {
        body.arrived(content.content());
        if (content instanceof LastHttpContent) {
            ended = true;
            body.end();
            context.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        proceed(context);
    }

    /** Reads on while there is room, and watches for silence while something is waited for. */
    private void proceed(ChannelHandlerContext context) {
        if (!headed || body.isAwaited()) {
            watch.begin();
        } else {
            watch.end();
        }
        if (!reading && (!headed || body.hasRoom())) {
            reading = true;
            context.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!ended) {
            onFailure.accept(new IOException(
                    "the connection was closed before the " + (headed ? "end of the response" : "response")));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        onFailure.accept(cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
    }
}
