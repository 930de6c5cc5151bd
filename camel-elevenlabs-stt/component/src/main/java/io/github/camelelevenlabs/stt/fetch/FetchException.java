package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;

/**
 * A URL could not be fetched. The message names the scheme and the host, never the path or the query, which may
 * contain secrets.
 */
public class FetchException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int NONE = 0;

    private final boolean retryable;
    private final int status;

    private FetchException(String message, boolean retryable, int status, Throwable cause) {
        super(Printable.message(message), Printable.cause(cause));
        this.retryable = retryable;
        this.status = status;
    }

    /** A permanent failure: the same request would fail again. */
    static FetchException permanent(String message) {
        return new FetchException(message, false, NONE, null);
    }

    static FetchException permanent(String message, Throwable cause) {
        return new FetchException(message, false, NONE, cause);
    }

    /** A temporary failure: the same request may succeed later. */
    static FetchException temporary(String message, Throwable cause) {
        return new FetchException(message, true, NONE, cause);
    }

    static FetchException temporary(String message) {
        return temporary(message, null);
    }

    /** A response with an error status. */
    static FetchException status(String site, int status) {
        boolean temporary = status >= 500 || status == 408 || status == 429;
        return new FetchException(site + " answered " + status, temporary, status, null);
    }

    /** Whether the server does not have the file, or denies access to it. */
    boolean isAbsent() {
        return status / 100 == 4 && !retryable;
    }

    /** Whether the same URL may be fetched again. */
    public boolean isRetryable() {
        return retryable;
    }
}
