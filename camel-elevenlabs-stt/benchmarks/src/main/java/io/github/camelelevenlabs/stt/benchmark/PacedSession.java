package io.github.camelelevenlabs.stt.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A client that sends the same ten seconds repeatedly in real time and commits after each repetition. Confined to its event
 * loop.
 */
final class PacedSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration COMMIT_TO_ANSWER = Duration.ofMillis(200);
    private static final int CHUNKS_PER_PARTIAL = 10;
    private static final int CHUNKS_TO_WARM_UP = 20;

    private final SpokenChunks speech;
    private final Findings findings;
    private long firstChunkAt;
    private long chunks;
    private long partialDueSince;
    private long committedAt;
    private boolean echoIsNext;

    PacedSession(SpokenChunks speech, Findings findings) {
        this.speech = speech;
        this.findings = findings;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) throws Exception {
        if (frame instanceof TextWebSocketFrame text) {
            heard(context, JSON.readTree(text.text()));
        } else if (frame instanceof CloseWebSocketFrame close && !findings.isOver()) {
            findings.failed("closed with " + close.statusCode() + " " + close.reasonText());
        }
    }

    private void heard(ChannelHandlerContext context, JsonNode message) {
        long now = System.nanoTime();
        String type = message.get("message_type").asText();
        switch (type) {
            case "session_started" -> {
                findings.started();
                firstChunkAt = now;
                next(context);
            }
            case "partial_transcript" -> {
                if (echoIsNext) {
                    echoIsNext = false;
                } else {
                    findings.partial(Duration.ofNanos(now - partialDueSince));
                }
            }
            case "committed_transcript" -> {
                echoIsNext = true;
                findings.answer(Duration.ofNanos(now - committedAt).minus(COMMIT_TO_ANSWER));
                if (!message.get("text").asText().equals(speech.text())) {
                    findings.failed("heard '" + message.get("text").asText() + "'");
                }
            }
            default -> findings.failed("said " + message);
        }
    }

    private void next(ChannelHandlerContext context) {
        if (findings.isOver()) {
            context.writeAndFlush(new CloseWebSocketFrame(1000, ""));
            return;
        }
        long now = System.nanoTime();
        long dueAt = firstChunkAt + chunks * SpokenChunks.CHUNK.toNanos();
        findings.sent(Duration.ofNanos(now - dueAt));
        send(context, speech.messages().get((int) (chunks % speech.messages().size())));
        chunks++;
        if (chunks >= CHUNKS_TO_WARM_UP && chunks % CHUNKS_PER_PARTIAL == 0) {
            partialDueSince = now;
        }
        if (chunks % speech.messages().size() == 0) {
            committedAt = System.nanoTime();
            send(context, SpokenChunks.COMMIT);
        }
        context.executor()
                .schedule(() -> next(context), dueAt + SpokenChunks.CHUNK.toNanos() - now, TimeUnit.NANOSECONDS);
    }

    private static void send(ChannelHandlerContext context, byte[] message) {
        // Read-only, because the encoder masks writable buffers in place and all sessions share these bytes.
        context.writeAndFlush(
                new TextWebSocketFrame(Unpooled.wrappedBuffer(message).asReadOnly()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        findings.failed(cause.toString());
        context.close();
    }
}
