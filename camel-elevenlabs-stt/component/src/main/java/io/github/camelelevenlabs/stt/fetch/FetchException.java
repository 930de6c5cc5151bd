package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;

/**
 * A URL could not be fetched. The message names the scheme and the host, never the path or the query, which may hold
 * secrets.
 */
public class FetchException extends IOException {

    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
