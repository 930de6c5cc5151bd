package io.github.camelelevenlabs.stt.emulator.service;

/** The way to one client. Called on the connection's thread. */
public interface Link {

    void send(String text);

    void ping();

    /** Starts or stops reading from the socket. What was read before still arrives. */
    void reading(boolean reads);

    /** Sends a close frame, waits a little for the client's, then ends the connection. */
    void close(int code, String reason);

    /** Repeats the client's close frame, then ends the connection. */
    void answerClose();

    /** Ends the connection without a close frame. */
    void hangUp();

    /** Resets the connection: what is under way in either direction is lost. */
    void reset();
}
