package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;

/**
 * Removes the tags at the beginning of a recording, and the zeros that pad them. Tags are not kept in memory: a
 * picture in one may be larger than the audio.
 */
public final class TagSkip {

    /** A longer run of zeros is silence, not padding. */
    private static final int MAX_PADDING = 1024 * 1024;

    private long left;
    private int padding;
    private boolean tagged;

    /**
     * Returns the bytes behind the tags.
     *
     * @param bytes the bytes that follow those skipped before
     */
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
                left = Math.max(0, Tag.lengthAt(rest, 0));
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

    /** Whether these bytes, if there are no others, can be the beginning of another tag. */
    public boolean isWithin(ByteBuffer bytes) {
        return Tag.lengthAt(bytes, 0) == Tag.MORE;
    }
}
