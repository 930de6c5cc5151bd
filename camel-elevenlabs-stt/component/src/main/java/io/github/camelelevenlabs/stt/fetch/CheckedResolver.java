package io.github.camelelevenlabs.stt.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/**
 * Resolves hosts for connections, so that the checked addresses are the connected ones: there is no second lookup
 * that could have another result. A host is refused if one of its addresses is not allowed.
 */
record CheckedResolver(HostLookup lookup, Predicate<InetAddress> allowed) {

    /** A host has an address that is not allowed. */
    static final class RefusedAddress extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        private RefusedAddress(String message) {
            super(message);
        }
    }

    /** The addresses of a host. Blocks. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.addressesOf(host);
        for (InetAddress address : addresses) {
            if (!allowed.test(address)) {
                throw new RefusedAddress(host + " is at an address that is not public");
            }
        }
        return addresses;
    }
}
