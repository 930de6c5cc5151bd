package io.github.camelelevenlabs.stt.emulator;

import java.util.Locale;

/**
 * A mistake of a client: something that the service refuses, ignores or is known to fail on.
 *
 * @param connection number of the connection, from 1
 * @param rule       the rule that was broken, such as {@code commit-under-floor}: see {@link Rule}
 * @param detail     what was found
 * @param message    the beginning of the message that broke it, without audio and credentials; empty when it was no
 *                   message
 */
public record Violation(int connection, String rule, String detail, String message) {

    /** One that no message did. */
    public Violation(int connection, String rule, String detail) {
        this(connection, rule, detail, "");
    }

    /** What the service does about it. */
    public Consequence consequence() {
        return Rule.valueOf(rule.toUpperCase(Locale.ROOT).replace('-', '_')).consequence;
    }

    /** What a client has from a violation. */
    public enum Consequence {
        /** No session, or no more of it. */
        ENDS_THE_SESSION,
        /** An error message, and what was wrong does not count. */
        REFUSED,
        /** Nothing at all happens, or not what was meant. */
        IGNORED,
        /** It works, but worse: less text, later text, or a risk of one of the above. */
        RISKY
    }

    /** The rules that the emulator watches. */
    public enum Rule {
        NO_CREDENTIAL(Consequence.ENDS_THE_SESSION),
        PARAMETER_REFUSED(Consequence.ENDS_THE_SESSION),
        PARAMETER_IGNORED(Consequence.IGNORED),
        AUDIO_BEFORE_SESSION_STARTED(Consequence.RISKY),
        BINARY_FRAME(Consequence.REFUSED),
        UNKNOWN_MESSAGE_TYPE(Consequence.REFUSED),
        MALFORMED_MESSAGE(Consequence.REFUSED),
        BAD_BASE64(Consequence.REFUSED),
        ODD_BYTE_COUNT(Consequence.IGNORED),
        CHUNK_TOO_LONG(Consequence.RISKY),
        SAMPLE_RATE_DIFFERS(Consequence.IGNORED),
        LATE_PREVIOUS_TEXT(Consequence.REFUSED),
        LONG_PREVIOUS_TEXT(Consequence.RISKY),
        COMMIT_UNDER_FLOOR(Consequence.ENDS_THE_SESSION),
        COMMIT_TOO_LATE(Consequence.RISKY),
        COMMITS_OVERLAP(Consequence.RISKY),
        IDLE(Consequence.ENDS_THE_SESSION),
        NO_CLOSE_HANDSHAKE(Consequence.RISKY);

        private final Consequence consequence;

        Rule(Consequence consequence) {
            this.consequence = consequence;
        }

        public Consequence consequence() {
            return consequence;
        }

        /** The name as {@link Violation#rule()} has it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
