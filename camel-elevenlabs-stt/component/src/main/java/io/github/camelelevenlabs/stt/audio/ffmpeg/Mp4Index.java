package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Detects whether an MP4 has its index before its samples, by walking its boxes. A file whose boxes cannot be walked
 * counts as readable in order; ffmpeg then reports the fault.
 */
final class Mp4Index {

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;

    private final ByteBuffer header = ByteBuffer.allocate(LONG_HEADER).limit(SHORT_HEADER);
    private long leftInBox;
    private Optional<Boolean> first = Optional.empty();

    /**
     * Inspects the next bytes; returns whether the index comes first, once that is known. The position of the buffer
     * stays the same.
     */
    Optional<Boolean> look(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        while (first.isEmpty() && in.hasRemaining()) {
            if (leftInBox > 0) {
                int passed = (int) Math.min(leftInBox, in.remaining());
                in.position(in.position() + passed);
                leftInBox -= passed;
            } else {
                header.put(in.get());
                if (!header.hasRemaining()) {
                    onHeader();
                }
            }
        }
        return first;
    }

    private void onHeader() {
        long length = Integer.toUnsignedLong(header.getInt(0));
        String type = new String(header.array(), 4, 4, StandardCharsets.ISO_8859_1);
        if (type.equals("mdat") || type.equals("moov")) {
            first = Optional.of(type.equals("moov"));
        } else if (length == 1 && header.limit() == SHORT_HEADER) {
            header.limit(LONG_HEADER);
        } else {
            onOtherBox(length == 1 ? header.getLong(SHORT_HEADER) : length);
        }
    }

    private void onOtherBox(long length) {
        if (length < header.limit()) {
            first = Optional.of(true);
        }
        leftInBox = length - header.limit();
        header.clear().limit(SHORT_HEADER);
    }
}
