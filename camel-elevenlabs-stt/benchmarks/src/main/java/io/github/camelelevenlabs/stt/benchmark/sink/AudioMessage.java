package io.github.camelelevenlabs.stt.benchmark.sink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An {@code input_audio_chunk}, whatever the order of its fields. Read without a parser: the server must not be slower than its
 * clients.
 */
record AudioMessage(byte[] audio, boolean commit) {

    private static final ByteBuf AUDIO = constant("\"audio_base_64\":\"");
    private static final ByteBuf COMMIT = constant("\"commit\":true");

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    static AudioMessage of(ByteBuf json) {
        int key = ByteBufUtil.indexOf(AUDIO, json);
        if (key < 0) {
            throw new IllegalArgumentException("No audio in " + json.toString(StandardCharsets.UTF_8));
        }
        int from = key + AUDIO.readableBytes();
        int length = json.bytesBefore(from, json.writerIndex() - from, (byte) '"');
        byte[] base64 = new byte[length];
        json.getBytes(from, base64);
        int end = from + length;
        boolean commit = isThere(json.slice(json.readerIndex(), key - json.readerIndex()))
                || isThere(json.slice(end, json.writerIndex() - end));
        return new AudioMessage(Base64.getDecoder().decode(base64), commit);
    }

    /** Whether there is nothing in it but silence that makes a last commit long enough for the service. */
    boolean isPadding() {
        if (!commit) {
            return false;
        }
        for (byte sample : audio) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isThere(ByteBuf part) {
        return ByteBufUtil.indexOf(COMMIT, part) >= 0;
    }
}
