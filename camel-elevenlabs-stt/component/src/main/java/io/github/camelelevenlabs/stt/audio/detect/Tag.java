package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The tags in front of recordings of any format: ID3v2 and APE. They contain titles and pictures, no audio. */
public final class Tag {

    /** The length of a tag whose header is not complete. */
    public static final long MORE = -1;

    /** The length of an ID3v1 tag, which stands behind the audio. */
    public static final int ID3_V1_BYTES = 128;

    private static final int ID3_HEADER = 10;
    private static final int APE_HEADER = 32;
    private static final int FOOTER_FLAG = 0x10;
    private static final int MAX_ID3_VERSION = 4;

    private Tag() {}

    /** The length of the tag that begins at the index; 0 when there is none, {@link #MORE} to wait for more bytes. */
    public static long lengthAt(ByteBuffer bytes, int index) {
        if (Magic.isAt(bytes, index, "ID3")) {
            return bytes.remaining() < index + ID3_HEADER ? MORE : id3Length(bytes, index);
        } else if (!Magic.isAt(bytes, index, "APETAGEX")) {
            return 0;
        }
        // The length does not include the header.
        return bytes.remaining() < index + APE_HEADER
                ? MORE
                : APE_HEADER + Magic.number(bytes, index + 12, 4, ByteOrder.LITTLE_ENDIAN);
    }

    /** The length has seven bits in each byte, so that it never looks like an MP3 frame. */
    private static long id3Length(ByteBuffer bytes, int index) {
        long length = 0;
        for (int i = 6; i < ID3_HEADER; i++) {
            int part = Magic.byteAt(bytes, index + i);
            if (part > 0x7F) {
                return 0;
            }
            length = length << 7 | part;
        }
        boolean footer = (Magic.byteAt(bytes, index + 5) & FOOTER_FLAG) != 0;
        boolean known = Magic.byteAt(bytes, index + 3) <= MAX_ID3_VERSION;
        return known ? ID3_HEADER + length + (footer ? ID3_HEADER : 0) : 0;
    }
}
