package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** Finds the beginning of MP4 and MOV: with one of its boxes, before which others may stand that say less. */
final class Mp4Start {

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;

    /** Text and samples hardly ever begin with these. One of them is enough. */
    private static final Set<String> SURE = Set.of("ftyp", "moov", "mdat", "moof", "styp", "sidx");

    private static final Set<String> FIRST =
            Set.of("wide", "skip", "free", "pnot", "uuid", "PICT", "pict", "prft", "emsg");

    private Mp4Start() {}

    /** Whether a file begins with these bytes. */
    static boolean isAtStartOf(ByteBuffer head) {
        long at = 0;
        while (at + SHORT_HEADER <= head.remaining()) {
            int index = (int) at;
            String type = Magic.textAt(head, index + 4, 4);
            long length =
                    Integer.toUnsignedLong(head.order(ByteOrder.BIG_ENDIAN).getInt(head.position() + index));
            if (SURE.contains(type)) {
                return true;
            } else if (!FIRST.contains(type) || length != 1 && length < SHORT_HEADER) {
                return false;
            }
            at += length == 1 ? LONG_HEADER : length;
        }
        // What is there is plausible, and the rest has not come.
        return at > 0;
    }
}
