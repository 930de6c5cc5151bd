package io.github.camelelevenlabs.stt.repository;

/** The session was opened by somebody else since, who goes on with it. Thrown by implementations of {@link SessionRepository}. */
public class SupersededException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what was found, such as the two epochs */
    public SupersededException(String message) {
        super(message);
    }
}
