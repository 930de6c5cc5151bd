package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import java.nio.ByteBuffer;

/** The pages of Ogg. A first page after data begins the next link of a chain (RFC 3533, section 4). */
final class OggPages implements Framing {

    private static final int HEADER = 27;
    private static final int FLAGS = 5;
    private static final int FIRST_PAGE = 2;
    private static final int NUMBER = 18;

    private boolean data;

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + HEADER) {
            return MORE;
        } else if (!Magic.isAt(bytes, index, "OggS\0")) {
            return NONE;
        }
        int segments = Magic.byteAt(bytes, index + HEADER - 1);
        if (bytes.remaining() < index + HEADER + segments) {
            return MORE;
        }
        int length = HEADER + segments;
        for (int i = 0; i < segments; i++) {
            length += Magic.byteAt(bytes, index + HEADER + i);
        }
        return length;
    }

    @Override
    public int[] firstBytes() {
        return new int[] {'O'};
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return data && isFirst(bytes, index);
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        data = !isFirst(bytes, index);
    }

    private static boolean isFirst(ByteBuffer bytes, int index) {
        return (Magic.byteAt(bytes, index + FLAGS) & FIRST_PAGE) != 0 && Magic.isAt(bytes, index + NUMBER, "\0\0\0\0");
    }
}
