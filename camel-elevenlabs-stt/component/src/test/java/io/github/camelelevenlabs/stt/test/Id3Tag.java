package io.github.camelelevenlabs.stt.test;

import java.util.Arrays;

/** Puts ID3 version 2 tags before audio, as MP3 files and HLS segments have them. */
public final class Id3Tag {

    private static final int HEADER_LENGTH = 10;

    /** Less than 128, so that the length fits the last of the four bytes with 7 bits each. */
    private static final byte CONTENT_LENGTH = 20;

    private Id3Tag() {}

    /** The audio after an empty tag. */
    public static byte[] before(byte[] audio) {
        byte[] header = {'I', 'D', '3', 4, 0, 0, 0, 0, 0, CONTENT_LENGTH};
        int start = HEADER_LENGTH + CONTENT_LENGTH;
        byte[] tagged = Arrays.copyOf(header, start + audio.length);
        System.arraycopy(audio, 0, tagged, start, audio.length);
        return tagged;
    }
}
