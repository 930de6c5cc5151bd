package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;

/** A fault of the network or the service. See {@link ServiceError} for the errors of the service. */
public sealed interface Fault {

    /** The connection is reset: without a close frame, and messages in transit are lost. */
    record DropConnection() implements Fault {}

    /** The connection ends normally at the TCP level, but without a close frame. */
    record HangUp() implements Fault {}

    /** An unexpected close frame. @param reason up to 123 bytes, may be empty */
    record CloseWith(int code, String reason) implements Fault {}

    /**
     * An error message.
     *
     * @param type  its {@code message_type}
     * @param text  its {@code error}
     * @param close the close that follows, or null when the session continues
     */
    record SendError(String type, String text, CloseWith close) implements Fault {
        /** An error after which the session continues. */
        public SendError(String type, String text) {
            this(type, text, null);
        }

        /** The same error, followed by a close whose reason is the type, as from the service. */
        public SendError andClose(int code) {
            return new SendError(type, text, new CloseWith(code, type));
        }
    }

    /** Holds all messages back for a while, then sends them at once. @param duration divided by the emulator's speed */
    record Stall(Duration duration) implements Fault {}

    /** Sends nothing any more; the socket stays open. */
    record FallSilent() implements Fault {}

    /**
     * Reads nothing from the socket for a while, so that the messages of the client fill the buffers of the network.
     *
     * @param duration divided by the emulator's speed
     */
    record StopReading(Duration duration) implements Fault {}

    /** The handshake is answered with this HTTP status. Possible only before the connection is open. */
    record RefuseHandshake(int status) implements Fault {}

    /** The handshake succeeds, but {@code session_started} never comes. Possible only before the connection is open. */
    record NeverStart() implements Fault {}

    /** The commit gets no answer, and its text is lost. Possible only on a commit. */
    record SwallowCommitAnswer() implements Fault {}

    /** The commit is answered with an empty text, whatever was spoken. Possible only on a commit. */
    record EmptyAnswer() implements Fault {}

    /** The single answer to the commit repeats its text this many times. Possible only on a commit. */
    record RepeatText(int times) implements Fault {}

    /** The commit is answered this many times. Possible only on a commit. */
    record RepeatAnswer(int times) implements Fault {}
}
