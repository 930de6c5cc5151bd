package io.github.camelelevenlabs.stt.benchmark.sink;

import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Answers requests for {@value #PATH} with a WAV file without end, in real time, and passes on all others. */
@Sharable
final class LiveAudio extends ChannelInboundHandlerAdapter {

    static final String PATH = "/live.wav";

    private static final int HEADER_BYTES = 44;
    private static final int CHUNKS_OF_PERIOD = 10 * PeriodicSpeech.SECONDS_OF_PERIOD;

    private final byte[] header;
    private final byte[] period;

    LiveAudio() {
        byte[] file = PeriodicSpeech.period(PeriodicSpeech.SAMPLE_RATE).wav();
        header = Arrays.copyOf(file, HEADER_BYTES);
        // The lengths of the file and of its samples are those of a stream: unknown.
        Arrays.fill(header, 4, 8, (byte) 0xFF);
        Arrays.fill(header, HEADER_BYTES - 4, HEADER_BYTES, (byte) 0xFF);
        period = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof FullHttpRequest request) || !request.uri().startsWith(PATH)) {
            context.fireChannelRead(message);
            return;
        }
        request.release();
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "audio/wav")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.write(response);
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(header)));
        int[] chunk = {0};
        ScheduledFuture<?> chunks = context.executor()
                .scheduleAtFixedRate(
                        () -> write(context, chunk[0]++ % CHUNKS_OF_PERIOD), 0, 100, TimeUnit.MILLISECONDS);
        context.channel().closeFuture().addListener(closed -> chunks.cancel(false));
    }

    private void write(ChannelHandlerContext context, int chunk) {
        if (context.channel().isWritable()) {
            context.writeAndFlush(new DefaultHttpContent(
                    Unpooled.wrappedBuffer(period, chunk * PeriodicSpeech.CHUNK_BYTES, PeriodicSpeech.CHUNK_BYTES)));
        }
    }
}
