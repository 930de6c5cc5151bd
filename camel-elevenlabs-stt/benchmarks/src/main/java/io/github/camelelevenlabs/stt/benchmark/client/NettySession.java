package io.github.camelelevenlabs.stt.benchmark.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.github.camelelevenlabs.stt.benchmark.load.StampedText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** Sends a recording, commits its end, and closes when that is answered. Confined to its event loop. */
final class NettySession extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] HEAD = ascii("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"");
    private static final byte[] TAIL = ascii("\",\"commit\":false,\"sample_rate\":16000}");
    private static final byte[] COMMIT = ascii("\",\"commit\":true,\"sample_rate\":16000}");
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final byte[] recording;
    private final boolean paced;
    private final boolean batched;
    private final Round round;
    private final StringJoiner transcripts = new StringJoiner(" ");
    // Base64 encodes whole arrays into arrays; all of these have one size, except for the last chunk.
    private final byte[] chunk = new byte[PeriodicSpeech.CHUNK_BYTES];
    private final byte[] base64 = new byte[PeriodicSpeech.CHUNK_BYTES / 3 * 4 + 4];

    private int sent;
    private int words;
    private long begunAt;
    private boolean committed;
    private boolean done;

    /** @param batched whether messages that are sent together go with one flush */
    NettySession(byte[] recording, boolean paced, boolean batched, Round round) {
        this.recording = recording;
        this.paced = paced;
        this.batched = batched;
        this.round = round;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) throws Exception {
        JsonNode message = JSON.readTree(frame.text());
        switch (message.get("message_type").asText()) {
            case "session_started" -> begin(context);
            case "committed_transcript" ->
                committed(context, message.get("text").asText());
            case "partial_transcript" -> {}
            default -> fail(context, "heard " + message);
        }
    }

    private void begin(ChannelHandlerContext context) {
        begunAt = System.nanoTime();
        if (paced) {
            sendNext(context);
        } else {
            sendAll(context);
        }
    }

    private void sendNext(ChannelHandlerContext context) {
        send(context);
        if (sent < recording.length) {
            long dueAt = begunAt + sent / PeriodicSpeech.CHUNK_BYTES * CHUNK_NANOS;
            context.executor().schedule(() -> sendNext(context), dueAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        } else {
            commit(context);
        }
        context.flush();
    }

    private void sendAll(ChannelHandlerContext context) {
        while (sent < recording.length && context.channel().isWritable()) {
            send(context);
            if (!batched) {
                context.flush();
            }
        }
        if (sent == recording.length) {
            commit(context);
        }
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!paced && begunAt != 0 && !committed && context.channel().isWritable()) {
            sendAll(context);
        }
    }

    private void send(ChannelHandlerContext context) {
        int length = Math.min(chunk.length, recording.length - sent);
        byte[] samples = length == chunk.length ? chunk : new byte[length];
        System.arraycopy(recording, sent, samples, 0, length);
        int encoded = Base64.getEncoder().encode(samples, base64);
        ByteBuf json = context.alloc().directBuffer(HEAD.length + encoded + TAIL.length);
        json.writeBytes(HEAD).writeBytes(base64, 0, encoded).writeBytes(TAIL);
        context.write(new TextWebSocketFrame(json), context.voidPromise());
        sent += length;
    }

    private void commit(ChannelHandlerContext context) {
        committed = true;
        context.write(new TextWebSocketFrame(Unpooled.copiedBuffer(HEAD, COMMIT)), context.voidPromise());
    }

    private void committed(ChannelHandlerContext context, String text) {
        round.committed(text);
        transcripts.add(text);
        words += StampedText.count(text);
        // Commits of the server may still be on their way when the one of the client is sent.
        if (words >= round.words()) {
            done = true;
            round.ended(transcripts.toString());
            context.writeAndFlush(new CloseWebSocketFrame(1000, ""));
        }
    }

    private void fail(ChannelHandlerContext context, String how) {
        if (!done) {
            done = true;
            round.failed(how.replace(' ', '_'));
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, "the connection is lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause.toString());
    }
}
