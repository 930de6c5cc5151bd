package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;

/** Something unkind that a network or a service does to a client. */
public sealed interface Fault {

    /** The connection is reset: no close frame, what was under way is lost. */
    record DropConnection() implements Fault {}

    /** The connection ends in order, but without a close frame. */
    record HangUp() implements Fault {}

    /** A close frame out of the blue. @param reason up to 123 bytes, may be empty */
    record CloseWith(int code, String reason) implements Fault {}

    /**
     * An error message.
     *
     * @param type  its {@code message_type}
     * @param text  its {@code error}
     * @param close what follows, or null when the session goes on
     */
    record SendError(String type, String text, CloseWith close) implements Fault {
        /** An error after which the session goes on. */
        public SendError(String type, String text) {
            this(type, text, null);
        }

        /** The same error, and then a close whose reason is the type, as the service has it. */
        public SendError andClose(int code) {
            return new SendError(type, text, new CloseWith(code, type));
        }
    }

    /** Says nothing for a while, then says it all at once. @param duration divided by the emulator's speed */
    record Stall(Duration duration) implements Fault {}

    /** Says nothing any more; the socket stays open. */
    record FallSilent() implements Fault {}

    /** The handshake is answered with this HTTP status. Only before the connection is open. */
    record RefuseHandshake(int status) implements Fault {}

    /** The handshake succeeds, {@code session_started} never comes. Only before the connection is open. */
    record NeverStart() implements Fault {}

    /** The commit at which this happens gets no answer, its text is lost. Only on a commit. */
    record SwallowCommitAnswer() implements Fault {}
}
