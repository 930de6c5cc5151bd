package io.github.camelelevenlabs.stt.emulator.protocol;

import java.util.Locale;

/** Who decides where a segment ends, besides the client, which always may. */
public enum CommitStrategy {
    /** The client. */
    MANUAL,
    /** The service, at pauses. */
    VAD,
    /** The service, behind any word. */
    TURN_PREDICTION;

    /** The value in the address and in the echo of the settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CommitStrategy named(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
