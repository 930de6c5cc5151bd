package io.github.camelelevenlabs.stt.fetch;

import java.net.UnknownHostException;

/** A host is at an address that is not allowed: the only kind of refusal that a resolver can give. */
final class RefusedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String message) {
        super(message);
    }
}
