package io.github.camelelevenlabs.stt.protocol;

/** What the client does about a failure. */
public enum Verdict {
    /** No new connection, because the next attempt would fail too: the credential, the settings or the account have to change. */
    GIVE_UP(false),
    /** One new connection; if that fails in the same way, none after it. */
    ONCE_MORE(true),
    /** A new connection after a wait that grows from attempt to attempt. */
    BACK_OFF(true),
    /** Like {@link #BACK_OFF}, but the first wait is longer, because the service is overloaded. */
    WAIT(true),
    /** A new connection at once, because the session reached a limit that the service sets. */
    RECONNECT(true),
    /** The session goes on; it fails only when the error repeats. */
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
