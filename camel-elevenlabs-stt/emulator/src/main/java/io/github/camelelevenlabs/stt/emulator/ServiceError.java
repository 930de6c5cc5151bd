package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.Fault.CloseWith;
import io.github.camelelevenlabs.stt.emulator.Fault.SendError;
import java.util.Locale;

/**
 * The service's errors, with their texts and with the close that follows. Each constant says whether the text was seen live or
 * is assumed.
 *
 * <pre>{@code
 * emulator.script().onConnection(1).onceStarted().fault(ServiceError.QUOTA_EXCEEDED.asSeen());
 * }</pre>
 */
public enum ServiceError {
    /** Observed: a close without a reason. */
    AUTH_ERROR("You must be authenticated to use this endpoint.", 1000),
    /** Observed. */
    INVALID_REQUEST("Invalid request.", 1008),
    /** Observed as the reason of a close with and without the message. */
    UNACCEPTED_TERMS("You must accept the terms of this product.", 1000),
    /** Observed after a session had started; the code of the close was not reported. */
    QUOTA_EXCEEDED("You have exceeded your quota.", 1000),
    /** Seen. */
    COMMIT_THROTTLED("Commit request ignored: too little uncommitted audio.", 1000),
    /** The close is a guess. */
    RATE_LIMITED("Too many concurrent sessions.", 1008),
    /** The close is a guess. */
    RESOURCE_EXHAUSTED("The service is at its capacity.", 1013),
    /** The close is a guess. */
    QUEUE_OVERFLOW("Audio arrives faster than it is processed.", 1008),
    /** The code of the close is a guess. */
    SESSION_TIME_LIMIT_EXCEEDED("Session time limit exceeded.", 1000),
    /** Observed as the reason of a close; some sessions continue after it. */
    INSUFFICIENT_AUDIO_ACTIVITY("Insufficient audio activity.", 1000),
    /** Observed: the session stays open. */
    INPUT_ERROR("Message must be a valid protocol message", 0),
    /** The close is a guess. */
    CHUNK_SIZE_EXCEEDED("The audio of one message is too long.", 1009),
    /** The close is a guess. */
    TRANSCRIBER_ERROR("Transcription failed.", 1011),
    /** Any other error; the close is a guess. */
    ERROR("Internal server error.", 1011);

    private static final int NONE = 0;

    private final String text;
    private final int closeCode;

    ServiceError(String text, int closeCode) {
        this.text = text;
        this.closeCode = closeCode;
    }

    /** Its {@code message_type}. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The message and what follows it: a close, or for {@link #INPUT_ERROR} nothing. */
    public SendError asSeen() {
        return asSeen(text);
    }

    /** The same with another text. */
    public SendError asSeen(String otherText) {
        return new SendError(type(), otherText, closeCode == NONE ? null : close());
    }

    /** The message, after which the session continues. */
    public SendError withoutClose() {
        return new SendError(type(), text);
    }

    /** A close whose reason is the type, and no message before it; for {@link #INPUT_ERROR} with 1008. */
    public CloseWith withoutMessage() {
        return closeCode == NONE ? new CloseWith(1008, type()) : new CloseWith(closeCode, type());
    }

    private CloseWith close() {
        return new CloseWith(closeCode, this == AUTH_ERROR ? "" : type());
    }
}
