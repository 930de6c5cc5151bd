package io.github.camelelevenlabs.stt.fetch;

import java.net.UnknownHostException;

/** A host has an address that is not allowed. A resolver can only throw an UnknownHostException. */
final class RefusedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String message) {
        super(message);
    }
}
