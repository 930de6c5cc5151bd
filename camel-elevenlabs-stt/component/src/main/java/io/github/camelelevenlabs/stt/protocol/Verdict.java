package io.github.camelelevenlabs.stt.protocol;

/** What the client does about a failure. */
public enum Verdict {
    /** Trying again would fail again: the credential, the settings or the account have to change. */
    GIVE_UP(false),
    /** One new connection; if that fails in the same way, there is no point in another. */
    ONCE_MORE(true),
    /** A new connection after a wait that grows. */
    BACK_OFF(true),
    /** As {@link #BACK_OFF}, but the first wait is long: the service has too much to do. */
    WAIT(true),
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
