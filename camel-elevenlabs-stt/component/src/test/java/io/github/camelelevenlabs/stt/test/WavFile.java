package io.github.camelelevenlabs.stt.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes WAV files of any layout, including invalid ones, chunk by chunk. */
public final class WavFile {

    public static final int PCM = 1;
    public static final int MU_LAW = 7;
    public static final long UNKNOWN_LENGTH = 0xFFFF_FFFFL;

    /** The number of bytes before the samples of {@link #mono} and {@link #stereo}. */
    public static final int HEADER_LENGTH = 44;

    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    private String magic = "RIFF";
    private String kind = "WAVE";

    /** The usual header, then 16-bit mono samples. */
    public static byte[] mono(int sampleRate, byte[] samples) {
        return of16Bits(1, sampleRate).data(samples).bytes();
    }

    /** The usual header, then 16-bit samples, left and right in turn. */
    public static byte[] stereo(int sampleRate, byte[] samples) {
        return of16Bits(2, sampleRate).data(samples).bytes();
    }

    /** 16-bit mono whose header states no length, as in a live stream: more samples may follow. */
    public static byte[] endless(int sampleRate, byte[] samples) {
        return of16Bits(1, sampleRate).data(samples, UNKNOWN_LENGTH).bytes();
    }

    private static WavFile of16Bits(int channels, int sampleRate) {
        return new WavFile().format(PCM, channels, sampleRate, 16);
    }

    public WavFile magic(String magic) {
        this.magic = magic;
        return this;
    }

    public WavFile kind(String kind) {
        this.kind = kind;
        return this;
    }

    public WavFile format(int encoding, int channels, int sampleRate, int bits) {
        return chunk("fmt ", plainFormat(encoding, channels, sampleRate, bits, 16));
    }

    /** Appends these bytes to the plain {@code fmt} chunk, as encodings with parameters do. */
    public WavFile longFormat(int encoding, int channels, int sampleRate, int bits, int bytes) {
        return chunk("fmt ", plainFormat(encoding, channels, sampleRate, bits, bytes));
    }

    public WavFile extensibleFormat(int encoding, int channels, int sampleRate, int bits) {
        return extensibleFormat(encoding, channels, sampleRate, bits, 0x8000_00AA_0038_9B71L);
    }

    public WavFile extensibleFormat(int encoding, int channels, int sampleRate, int bits, long endOfGuid) {
        byte[] format = plainFormat(0xFFFE, channels, sampleRate, bits, 40);
        ByteBuffer.wrap(format)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(16, (short) 22)
                .putShort(18, (short) bits)
                .putInt(24, encoding)
                .putInt(28, 0x0010_0000)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(32, endOfGuid);
        return chunk("fmt ", format);
    }

    private static byte[] plainFormat(int encoding, int channels, int sampleRate, int bits, int bytes) {
        int frame = channels * bits / 8;
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) encoding)
                .putShort((short) channels)
                .putInt(sampleRate)
                .putInt(sampleRate * frame)
                .putShort((short) frame)
                .putShort((short) bits)
                .array();
    }

    public WavFile data(byte[] samples) {
        return chunk("data", samples);
    }

    public WavFile data(byte[] samples, long statedLength) {
        return chunk("data", samples, statedLength);
    }

    public WavFile chunk(String id, byte[] content) {
        return chunk(id, content, content.length);
    }

    /** A chunk whose header states another length than that of its content. */
    public WavFile chunk(String id, byte[] content, long statedLength) {
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        header.put(id.getBytes(StandardCharsets.ISO_8859_1)).putInt((int) statedLength);
        chunks.writeBytes(header.array());
        chunks.writeBytes(content);
        if (content.length % 2 == 1) {
            chunks.write(0);
        }
        return this;
    }

    public byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(12 + chunks.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(magic.getBytes(StandardCharsets.ISO_8859_1));
        file.putInt(4 + chunks.size());
        file.put(kind.getBytes(StandardCharsets.ISO_8859_1));
        return file.put(chunks.toByteArray()).array();
    }
}
