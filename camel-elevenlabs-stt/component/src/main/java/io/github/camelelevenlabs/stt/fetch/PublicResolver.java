package io.github.camelelevenlabs.stt.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts for connections, so that the checked addresses are the connected ones: there is no second lookup
 * that could have another result. A host is refused if one of its addresses is not public.
 */
record PublicResolver(HostLookup lookup) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.addressesOf(host);
        for (InetAddress address : addresses) {
            if (!PublicAddresses.contain(address)) {
                throw new RefusedAddressException(host + " is at an address that is not public");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
