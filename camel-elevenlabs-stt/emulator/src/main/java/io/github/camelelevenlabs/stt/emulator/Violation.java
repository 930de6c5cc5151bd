package io.github.camelelevenlabs.stt.emulator;

import java.util.Locale;

/**
 * Something a client did that the service punishes, ignores or is known to stumble over.
 *
 * @param connection number of the connection, from 1
 * @param rule       what was broken, such as {@code commit-under-floor}: see {@link Rule}
 * @param detail     what was found
 */
public record Violation(int connection, String rule, String detail) {

    /** The rules that the emulator watches. */
    public enum Rule {
        NO_CREDENTIAL,
        PARAMETER_REFUSED,
        PARAMETER_IGNORED,
        AUDIO_BEFORE_SESSION_STARTED,
        BINARY_FRAME,
        UNKNOWN_MESSAGE_TYPE,
        MALFORMED_MESSAGE,
        BAD_BASE64,
        ODD_BYTE_COUNT,
        CHUNK_TOO_LONG,
        SAMPLE_RATE_DIFFERS,
        LATE_PREVIOUS_TEXT,
        LONG_PREVIOUS_TEXT,
        COMMIT_UNDER_FLOOR,
        COMMIT_TOO_LATE,
        COMMITS_OVERLAP,
        IDLE,
        NO_CLOSE_HANDSHAKE;

        /** The name as {@link Violation#rule()} has it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
