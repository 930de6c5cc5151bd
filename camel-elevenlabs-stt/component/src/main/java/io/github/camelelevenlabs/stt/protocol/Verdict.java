package io.github.camelelevenlabs.stt.protocol;

/** What the client does about a failure. */
public enum Verdict {
    /** Trying again would fail again: the credential, the settings or the account have to change. */
    GIVE_UP(false),
    /** A new connection after a wait that grows. */
    BACK_OFF(true),
    /** A new connection at once: the session merely reached an end that the service sets. */
    RECONNECT(true),
    /** The session lives on; only when it happens again and again is the client at fault. */
    CARRY_ON(false);

    private final boolean retryable;

    Verdict(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same audio may succeed when it is sent again. */
    public boolean isRetryable() {
        return retryable;
    }
}
