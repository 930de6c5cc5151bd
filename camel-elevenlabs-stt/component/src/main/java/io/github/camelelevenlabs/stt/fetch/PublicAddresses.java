package io.github.camelelevenlabs.stt.fetch;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Decides whether an address belongs to the public internet, by the IANA registries of special-purpose addresses (RFC
 * 6890). An IPv6 address that embeds an IPv4 address, as translators and tunnels do, counts as that address.
 */
final class PublicAddresses {

    private static final List<Network> SPECIAL_IPV4 = Network.list(
            "0.0.0.0/8", // this network; 0.0.0.0 reaches the machine itself
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, where clouds keep their credentials
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** The range assigned to hosts. Loopback, private, link-local, mapped and multicast addresses are outside. */
    private static final Network GLOBAL_IPV6 = Network.of("2000::/3");

    private static final List<Network> SPECIAL_IPV6 = Network.list(
            "2001::/23", // protocol assignments, with Teredo and benchmarks
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final Network NAT64 = Network.of("64:ff9b::/96");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return contain(address.getAddress());
    }

    private static boolean contain(byte[] address) {
        if (address.length == 4) {
            return SPECIAL_IPV4.stream().noneMatch(network -> network.contains(address));
        } else if (NAT64.contains(address)) {
            return contain(Arrays.copyOfRange(address, 12, 16));
        } else if (SIX_TO_FOUR.contains(address)) {
            return contain(Arrays.copyOfRange(address, 2, 6));
        }
        return GLOBAL_IPV6.contains(address) && SPECIAL_IPV6.stream().noneMatch(network -> network.contains(address));
    }

    /** The addresses of this length in bytes that share a prefix: all their bits but the last ones. */
    private record Network(int length, BigInteger prefix, int otherBits) {

        static List<Network> list(String... networks) {
            return Arrays.stream(networks).map(Network::of).toList();
        }

        static Network of(String network) {
            String[] parts = network.split("/");
            try {
                byte[] first = InetAddress.getByName(parts[0]).getAddress();
                int otherBits = 8 * first.length - Integer.parseInt(parts[1]);
                return new Network(first.length, new BigInteger(1, first).shiftRight(otherBits), otherBits);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(network + " is no address", e);
            }
        }

        boolean contains(byte[] address) {
            return address.length == length
                    && new BigInteger(1, address).shiftRight(otherBits).equals(prefix);
        }
    }
}
