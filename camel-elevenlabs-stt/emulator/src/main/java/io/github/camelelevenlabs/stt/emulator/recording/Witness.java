package io.github.camelelevenlabs.stt.emulator.recording;

/** Receives all messages of one connection, in order. Called on the connection's thread, so it must not block. */
@FunctionalInterface
public interface Witness {
    /** A witness that records nothing. */
    Witness NONE = frame -> {};

    void saw(Frame frame);

    default Witness and(Witness other) {
        return frame -> {
            saw(frame);
            other.saw(frame);
        };
    }
}
