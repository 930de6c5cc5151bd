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

    /** A violation without a message. */
    public Violation(int connection, String rule, String detail) {
        this(connection, rule, detail, "");
    }

    /** The reaction of the service. */
    public Consequence consequence() {
        return Rule.valueOf(rule.toUpperCase(Locale.ROOT).replace('-', '_')).consequence;
    }

    /** The consequence of a violation for the client. */
    public enum Consequence {
        /** There is no session, or it ends. */
        ENDS_THE_SESSION,
        /** The client gets an error message, and its message is ignored. */
        REFUSED,
        /** The message has no effect, or not the intended one. */
        IGNORED,
        /** It works, but worse: with less text, later text, or the risk of a consequence above. */
        RISKY
    }

    /** The rules that the emulator checks. */
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

        /** The name, as in {@link Violation#rule()}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
