package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The tags in front of recordings of any format: ID3v2 and APE. They contain titles and pictures, no audio. */
public final class Tag {

    /** The number of bytes needed to know the length of a tag. */
    static final int HEADER_BYTES = 32;

    /** The length of an ID3v1 tag, which stands behind the audio. */
    public static final int ID3_V1_BYTES = 128;

    private static final int ID3_HEADER = 10;
    private static final int FOOTER_FLAG = 0x10;
    private static final int MAX_ID3_VERSION = 4;

    private Tag() {}

    /**
     * The length of the tag at the beginning of these bytes; 0 when there is none. The position of the buffer stays
     * the same.
     */
    static long lengthIn(ByteBuffer bytes) {
        if (Magic.isAt(bytes, 0, "ID3")) {
            return id3Length(bytes);
        }
        return Magic.isAt(bytes, 0, "APETAGEX") ? apeLength(bytes) : 0;
    }

    /** The length has seven bits in each byte, so that it never looks like an MP3 frame. */
    private static long id3Length(ByteBuffer bytes) {
        if (bytes.remaining() < ID3_HEADER || Magic.byteAt(bytes, 3) > MAX_ID3_VERSION) {
            return 0;
        }
        long length = 0;
        for (int i = 6; i < ID3_HEADER; i++) {
            int part = Magic.byteAt(bytes, i);
            if (part > 0x7F) {
                return 0;
            }
            length = length << 7 | part;
        }
        boolean footer = (Magic.byteAt(bytes, 5) & FOOTER_FLAG) != 0;
        return ID3_HEADER + length + (footer ? ID3_HEADER : 0);
    }

    /** The length does not include the header. */
    private static long apeLength(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES) {
            return 0;
        }
        ByteBuffer header = bytes.slice(bytes.position(), HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return HEADER_BYTES + Integer.toUnsignedLong(header.getInt(12));
    }
}
