package io.github.camelelevenlabs.stt.fetch;

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
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return SPECIAL_IPV4.stream().noneMatch(network -> network.contains(bytes));
        } else if (NAT64.contains(bytes)) {
            return contain(embedded(bytes, 12));
        } else if (SIX_TO_FOUR.contains(bytes)) {
            return contain(embedded(bytes, 2));
        }
        return GLOBAL_IPV6.contains(bytes) && SPECIAL_IPV6.stream().noneMatch(network -> network.contains(bytes));
    }

    private static InetAddress embedded(byte[] address, int at) {
        return address(Arrays.copyOfRange(address, at, at + 4));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    /** The addresses that share a prefix of bits. */
    private record Network(byte[] address, int bits) {

        static List<Network> list(String... networks) {
            return Arrays.stream(networks).map(Network::of).toList();
        }

        static Network of(String network) {
            String[] parts = network.split("/");
            try {
                return new Network(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(network + " is no address", e);
            }
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
