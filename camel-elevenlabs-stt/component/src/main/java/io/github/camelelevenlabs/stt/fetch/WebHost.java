package io.github.camelelevenlabs.stt.fetch;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Parses the host of a URL as browsers do. A number in any notation becomes the address that it means, so that the
 * same host is checked, resolved, connected to and shown: resolvers disagree about {@code 0177.1}.
 */
final class WebHost {

    /** The limit for a name in DNS (RFC 1035, section 2.3.4); an unencoded name is never longer. */
    private static final int MAX_LENGTH = 253;

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");

    /**
     * Letters that IDNA 2003, which the JDK implements, replaces by others (ss for the sharp s), while IDNA 2008
     * keeps them.
     */
    private static final Pattern READ_IN_TWO_WAYS = Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");

    private static final int IPV4_BYTES = 4;

    private WebHost() {}

    /**
     * Returns a name in lower-case ASCII, an IPv4 address in decimal notation, or an IPv6 address in brackets.
     *
     * @throws FetchException if the host is malformed; the message does not repeat it
     */
    static String of(String text) throws FetchException {
        if (text.isEmpty()) {
            throw FetchException.permanent("the URL names no host");
        }
        return text.startsWith("[") ? ipv6(text.toLowerCase(Locale.ROOT)) : nameOrIpv4(PercentCode.decode(text));
    }

    private static String ipv6(String literal) throws FetchException {
        if (!IPV6.matcher(literal).matches()) {
            throw malformed(null);
        }
        try {
            // A literal in brackets is never resolved as a name.
            InetAddress.getByName(literal);
            return literal;
        } catch (UnknownHostException e) {
            throw malformed(e);
        }
    }

    private static String nameOrIpv4(String text) throws FetchException {
        if (text.length() > MAX_LENGTH) {
            throw FetchException.permanent("the URL's host has more than " + MAX_LENGTH + " characters");
        }
        String ascii;
        if (READ_IN_TWO_WAYS.matcher(text).find()) {
            throw FetchException.permanent("the URL's host has a letter that names one host in browsers and another one"
                    + " elsewhere; write the host in ASCII, with xn--");
        }
        try {
            ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        if (!NAME.matcher(ascii).matches()) {
            throw malformed(null);
        }
        String[] labels = ascii.split("\\.");
        boolean numeric = labels.length > 0 && isNumeric(labels[labels.length - 1]);
        return numeric ? ipv4(labels) : ascii;
    }

    /** No top-level domain is a number, so a host that ends with a number must be an address. */
    private static boolean isNumeric(String label) {
        return label.matches("[0-9]+|0x[0-9a-f]*");
    }

    /** Up to four numbers; the last one fills the remaining bytes. */
    private static String ipv4(String[] numbers) throws FetchException {
        if (numbers.length > IPV4_BYTES) {
            throw malformed(null);
        }
        long address = 0;
        for (int i = 0; i < numbers.length; i++) {
            int bytes = i < numbers.length - 1 ? 1 : IPV4_BYTES - i;
            long number = number(numbers[i]);
            if (number >>> 8 * bytes != 0) {
                throw malformed(null);
            }
            address = address << 8 * bytes | number;
        }
        return (address >> 24) + "." + (address >> 16 & 0xFF) + "." + (address >> 8 & 0xFF) + "." + (address & 0xFF);
    }

    /** Hexadecimal after 0x, octal after 0, otherwise decimal. */
    private static long number(String text) throws FetchException {
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0") ? 8 : 10;
        String digits = radix == 16 ? text.substring(2) : text;
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            throw malformed(e);
        }
    }

    private static FetchException malformed(Throwable cause) {
        return FetchException.permanent("the URL's host is malformed", cause);
    }
}
