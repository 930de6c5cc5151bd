package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Decoded samples that are ready, with the silence in front of them. Used by one thread at a time. */
final class SampleQueue {

    private static final int MAX_SILENT_FRAMES = 16_000;

    private record Ready(long silentFrames, ByteBuffer bytes) {}

    private final Deque<Ready> ready = new ArrayDeque<>();

    void add(ByteBuffer samples) {
        add(0, samples);
    }

    void add(long silentFrames, ByteBuffer samples) {
        ready.add(new Ready(silentFrames, samples));
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** Removes the next samples, or a part of the silence in front of them. */
    ByteBuffer next(int bytesPerFrame) {
        Ready next = ready.remove();
        if (next.silentFrames() == 0) {
            return next.bytes();
        }
        int frames = (int) Math.min(next.silentFrames(), MAX_SILENT_FRAMES);
        ready.addFirst(new Ready(next.silentFrames() - frames, next.bytes()));
        return ByteBuffer.allocate(frames * bytesPerFrame);
    }
}
