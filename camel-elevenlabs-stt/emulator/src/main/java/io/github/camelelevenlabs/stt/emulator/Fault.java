package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;

/** Something unkind that a network or a service does to a client. See {@link ServiceError} for the service's errors. */
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

    /**
     * Reads nothing from the socket for a while, so that what the client sends fills the buffers between them.
     *
     * @param duration divided by the emulator's speed
     */
    record StopReading(Duration duration) implements Fault {}

    /** The handshake is answered with this HTTP status. Only before the connection is open. */
    record RefuseHandshake(int status) implements Fault {}

    /** The handshake succeeds, {@code session_started} never comes. Only before the connection is open. */
    record NeverStart() implements Fault {}

    /** The commit at which this happens gets no answer, its text is lost. Only on a commit. */
    record SwallowCommitAnswer() implements Fault {}

    /** The commit at which this happens is answered with an empty text, whatever was said. Only on a commit. */
    record EmptyAnswer() implements Fault {}

    /** The commit at which this happens has its text so many times in its one answer. Only on a commit. */
    record RepeatText(int times) implements Fault {}

    /** The commit at which this happens is answered so many times. Only on a commit. */
    record RepeatAnswer(int times) implements Fault {}
}
