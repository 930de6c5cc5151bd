package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;

/**
 * Takes the tags off a recording's beginning, and the zeros that pad them, without keeping them: a picture in one may be
 * larger than the audio.
 */
public final class TagSkip {

    /** A longer silence is no padding. */
    private static final int MAX_PADDING = 1024 * 1024;

    private long left;
    private int padding;
    private boolean tagged;

    /** What is behind the tags in these bytes, the first of which follows what was skipped before. */
    public ByteBuffer skip(ByteBuffer bytes) {
        ByteBuffer rest = bytes.slice();
        while (rest.hasRemaining()) {
            if (left > 0) {
                int passed = (int) Math.min(left, rest.remaining());
                rest.position(rest.position() + passed);
                left -= passed;
            } else if (tagged && padding < MAX_PADDING && rest.get(rest.position()) == 0) {
                rest.get();
                padding++;
            } else {
                left = Tag.lengthIn(rest);
                tagged |= left > 0;
                if (left == 0) {
                    return rest.slice();
                }
            }
        }
        return rest.slice();
    }

    /** Whether there was a tag. */
    public boolean isTagged() {
        return tagged;
    }

    /** Whether these bytes, all that there are behind what was skipped, may be the first ones of another tag. */
    public boolean isWithin(ByteBuffer bytes) {
        return bytes.remaining() < Tag.HEADER_BYTES && Magic.isAtStart(bytes, "APETAGEX");
    }
}
