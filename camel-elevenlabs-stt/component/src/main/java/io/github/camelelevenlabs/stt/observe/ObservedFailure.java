package io.github.camelelevenlabs.stt.observe;

/** An exception of this component, as the span decorator sees it. */
public interface ObservedFailure {

    String getErrorType();

    /** Null when there was no session. */
    String getSessionId();
}
