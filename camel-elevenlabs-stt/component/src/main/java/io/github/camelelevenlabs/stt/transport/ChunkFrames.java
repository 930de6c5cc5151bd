package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Envelope;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes WebSocket frames of messages (RFC 6455, 5.2), each in one piece in the buffer that goes to the socket. The HTTP client would
 * copy a message into a frame and mask it byte by byte there, which costs more than everything else before the socket. One for each
 * thread.
 */
final class ChunkFrames {

    private static final ThreadLocal<ChunkFrames> OF_THREAD = ThreadLocal.withInitial(ChunkFrames::new);

    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int MAX_LENGTH_IN_7_BITS = 125;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;

    private static final int KEYS_AT_ONCE = 256;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * The protocol wants masks that nobody can predict. A strong generator gives them, in bulk, since it takes a lock and asks the
     * operating system.
     */
    private final SecureRandom random = new SecureRandom();

    private final ByteBuffer keys =
            ByteBuffer.allocate(KEYS_AT_ONCE * Integer.BYTES).limit(0);

    private byte[] samples = {};
    private byte[] base64 = {};
    private byte[] payload = {};

    static ChunkFrames ofThread() {
        return OF_THREAD.get();
    }

    /** A frame, which the caller has to write or release. */
    ByteBuf frame(InputAudioChunk chunk, ByteBufAllocator allocator) {
        Envelope envelope = chunk.envelope();
        int encoded = encode(chunk.audio());
        int length = envelope.head().length + encoded + envelope.tail().length;
        int key = nextKey();
        join(envelope, encoded, length);
        mask(payload, length, key);
        ByteBuf frame = allocator.ioBuffer(headerBytes(length) + length);
        writeHeader(frame, length, key);
        return frame.writeBytes(payload, 0, length);
    }

    private void join(Envelope envelope, int encoded, int length) {
        byte[] head = envelope.head();
        byte[] tail = envelope.tail();
        if (payload.length < length) {
            payload = new byte[length];
        }
        System.arraycopy(head, 0, payload, 0, head.length);
        System.arraycopy(base64, 0, payload, head.length, encoded);
        System.arraycopy(tail, 0, payload, head.length + encoded, tail.length);
    }

    /**
     * Encodes into {@link #base64}, and returns the length. The JDK encodes with vector instructions, but whole arrays only: copying
     * the samples first is cheaper by far than encoding them without.
     */
    private int encode(Slice audio) {
        byte[] whole = audio.array();
        if (audio.length() < whole.length) {
            if (samples.length != audio.length()) {
                samples = new byte[audio.length()];
            }
            System.arraycopy(audio.array(), audio.offset(), samples, 0, audio.length());
            whole = samples;
        }
        int length = (audio.length() + 2) / 3 * 4;
        if (base64.length < length) {
            base64 = new byte[length];
        }
        return Base64.getEncoder().encode(whole, base64);
    }

    private int nextKey() {
        if (!keys.hasRemaining()) {
            random.nextBytes(keys.array());
            keys.clear();
        }
        return keys.getInt();
    }

    private static int headerBytes(int length) {
        int more = length <= MAX_LENGTH_IN_7_BITS ? 0 : length <= 0xFFFF ? Short.BYTES : Long.BYTES;
        return 2 + more + Integer.BYTES;
    }

    private static void writeHeader(ByteBuf frame, int length, int key) {
        frame.writeByte(FINAL_TEXT);
        if (length <= MAX_LENGTH_IN_7_BITS) {
            frame.writeByte(MASKED | length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(MASKED | LENGTH_IN_16_BITS).writeShort(length);
        } else {
            frame.writeByte(MASKED | LENGTH_IN_64_BITS).writeLong(length);
        }
        frame.writeInt(key);
    }

    /** Masks in place, eight bytes at a time. In an array, which is quicker than in a direct buffer by more than a copy costs. */
    private static void mask(byte[] payload, int length, int key) {
        long bigEndian = (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
        long keys = Long.reverseBytes(bigEndian);
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(payload, at, (long) LONGS.get(payload, at) ^ keys);
        }
        for (; at < length; at++, keys >>>= Byte.SIZE) {
            payload[at] ^= (byte) keys;
        }
    }
}
