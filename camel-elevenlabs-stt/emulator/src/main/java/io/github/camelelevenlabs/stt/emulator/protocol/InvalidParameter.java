package io.github.camelelevenlabs.stt.emulator.protocol;

/** A parameter, or two together, that the service refuses; the message is what it says to the client. */
public final class InvalidParameter extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidParameter(String message) {
        super(message);
    }
}
