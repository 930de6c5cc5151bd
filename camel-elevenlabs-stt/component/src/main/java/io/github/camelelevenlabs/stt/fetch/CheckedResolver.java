package io.github.camelelevenlabs.stt.fetch;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts for connections, so that the checked addresses are the connected ones: there is no second lookup
 * that could have another result. A host is refused if one of its addresses is not allowed.
 */
record CheckedResolver(HostLookup lookup, Predicate<InetAddress> allowed) implements DnsResolver {

    /** A host has an address that is not allowed. A resolver can only throw an UnknownHostException. */
    static final class RefusedAddress extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        private RefusedAddress(String message) {
            super(message);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        // The client passes international names unencoded, which the system does not resolve.
        InetAddress[] addresses = lookup.addressesOf(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED));
        for (InetAddress address : addresses) {
            if (!allowed.test(address)) {
                throw new RefusedAddress(host + " is at an address that is not public");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
