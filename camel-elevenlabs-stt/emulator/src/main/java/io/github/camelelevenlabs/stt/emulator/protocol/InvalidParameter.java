package io.github.camelelevenlabs.stt.emulator.protocol;

/** A parameter, or a combination of two, that the service refuses; the message is its answer to the client. */
public final class InvalidParameter extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidParameter(String message) {
        super(message);
    }
}
