package io.github.camelelevenlabs.stt.emulator.recording;

/** Sees all that crosses one connection, in order. Called on the connection's thread, so it must not wait. */
@FunctionalInterface
public interface Witness {
    /** Sees nothing. */
    Witness NONE = frame -> {};

    void saw(Frame frame);

    default Witness and(Witness other) {
        return frame -> {
            saw(frame);
            other.saw(frame);
        };
    }
}
