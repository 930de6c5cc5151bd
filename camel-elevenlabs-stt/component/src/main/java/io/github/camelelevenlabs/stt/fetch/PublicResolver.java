package io.github.camelelevenlabs.stt.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts for the connections that are made, so that the addresses checked are those connected to: there is no
 * second look-up that could answer differently. A host with one address that is not public is refused with all of them.
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
