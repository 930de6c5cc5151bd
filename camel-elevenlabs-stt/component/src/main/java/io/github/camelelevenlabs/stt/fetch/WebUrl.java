package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.text.Printable;
import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An http or https URL taken apart. Its host is a name, or an address in whatever spelling it came: what that means is the
 * resolver's to say.
 *
 * <p>It is taken apart by hand, in one pass and up to a length. Expressions that backtrack, and the JDK's {@code URI} with
 * its normalising, take a time that grows with the square of a text made for it.
 *
 * @param port     the scheme's own when the URL names none
 * @param path     with the query, as it goes into the request
 * @param userInfo {@code user:password} as in the URL
 */
public record WebUrl(String scheme, String host, int port, String path, Optional<String> userInfo) {

    /** Servers take 8,000 characters, and the tickets of clouds need 2,000. */
    static final int MAX_LENGTH = 8_192;

    /** Of a name in DNS (RFC 1035, 2.3.4), which has no more characters before it is encoded. */
    private static final int MAX_HOST_LENGTH = 253;

    private static final int MAX_PORT_DIGITS = 5;

    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");

    /** What is escaped in a path and in a query, besides control characters, spaces and all that is not ASCII. */
    private static final String ESCAPED_IN_PATH = "\"<>\\^`{|}[]";

    private static final String ESCAPED_IN_QUERY = "\"<>\\^`{|}";

    private static final String HEX = "0123456789ABCDEF";

    /** A reference before it is known what it is relative to. Absent parts are null, but for the path. */
    private record Parts(String scheme, String authority, String path, String query) {

        static Parts of(String text) {
            int fragment = text.indexOf('#');
            String rest = fragment < 0 ? text : text.substring(0, fragment);
            int question = rest.indexOf('?');
            String query = question < 0 ? null : rest.substring(question + 1);
            rest = question < 0 ? rest : rest.substring(0, question);
            int slash = rest.indexOf('/');
            int colon = rest.indexOf(':');
            String scheme = null;
            if (colon >= 0 && (slash < 0 || colon < slash) && isScheme(rest, colon)) {
                scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
                rest = rest.substring(colon + 1);
            }
            if (!rest.startsWith("//")) {
                return new Parts(scheme, null, rest, query);
            }
            int path = rest.indexOf('/', 2);
            return path < 0
                    ? new Parts(scheme, rest.substring(2), "", query)
                    : new Parts(scheme, rest.substring(2, path), rest.substring(path), query);
        }

        private static boolean isScheme(String text, int length) {
            return text.chars()
                    .limit(length)
                    .allMatch(character -> character < 0x7F
                            && (Character.isLetterOrDigit(character) || "+-.".indexOf(character) >= 0));
        }
    }

    /** Whether a text means to be such a URL. */
    public static boolean isMeantBy(CharSequence text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        String scheme = text.subSequence(start, Math.min(text.length(), start + "https:".length()))
                .toString()
                .toLowerCase(Locale.ROOT);
        return scheme.startsWith("http:") || scheme.equals("https:");
    }

    /**
     * Takes a text for a URL, spaces and other characters that should have been escaped included.
     *
     * @throws FetchException says what is wrong, without repeating the text
     */
    public static WebUrl parse(String text) throws FetchException {
        return of(Parts.of(checked(text)));
    }

    private static String checked(String text) throws FetchException {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH) {
            throw FetchException.permanent(
                    "the URL has " + stripped.length() + " characters; at most " + MAX_LENGTH + " are accepted");
        }
        for (int at = stripped.indexOf('%'); at >= 0; at = stripped.indexOf('%', at + 1)) {
            if (!isHexDigit(stripped, at + 1) || !isHexDigit(stripped, at + 2)) {
                throw FetchException.permanent("the URL is malformed: two hexadecimal digits must follow a %");
            }
        }
        return stripped;
    }

    private static boolean isHexDigit(String text, int at) {
        return at < text.length() && HEX.indexOf(Character.toUpperCase(text.charAt(at))) >= 0;
    }

    private static WebUrl of(Parts parts) throws FetchException {
        String scheme = parts.scheme() == null ? "" : parts.scheme();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw FetchException.permanent(
                    "the URL's scheme is '" + Printable.of(scheme, 20) + "'; only http and https are fetched");
        }
        String authority = parts.authority() == null ? "" : parts.authority();
        int at = authority.lastIndexOf('@');
        String server = authority.substring(at + 1);
        // The colons of an IPv6 address are within brackets.
        int colon = server.indexOf(':', server.startsWith("[") ? Math.max(0, server.indexOf(']')) : 0);
        String path = parts.path().isEmpty() ? "/" : escaped(parts.path(), ESCAPED_IN_PATH);
        return new WebUrl(
                scheme,
                host(colon < 0 ? server : server.substring(0, colon)),
                port(colon < 0 ? "" : server.substring(colon + 1), scheme),
                parts.query() == null ? path : path + "?" + escaped(parts.query(), ESCAPED_IN_QUERY),
                at < 0 ? Optional.empty() : Optional.of(escaped(authority.substring(0, at), ESCAPED_IN_QUERY)));
    }

    private static int port(String digits, String scheme) throws FetchException {
        if (digits.isEmpty()) {
            return usualPort(scheme);
        }
        if (digits.length() > MAX_PORT_DIGITS || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw FetchException.permanent("the URL's host or port is malformed");
        }
        return Integer.parseInt(digits);
    }

    private static int usualPort(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }

    /** In ASCII, as it is looked up. */
    private static String host(String host) throws FetchException {
        if (host.length() > MAX_HOST_LENGTH) {
            throw FetchException.permanent("the URL's host has more than " + MAX_HOST_LENGTH + " characters");
        }
        String ascii;
        try {
            ascii = host.startsWith("[") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw FetchException.permanent("the URL's host is malformed", e);
        }
        String lower = ascii.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(lower).matches()) {
            throw FetchException.permanent(lower.isEmpty() ? "the URL names no host" : "the URL's host is malformed");
        }
        return lower;
    }

    /** What is escaped already stays as it is. */
    private static String escaped(String text, String special) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7F && special.indexOf(octet) < 0) {
                ascii.append((char) octet);
            } else {
                ascii.append('%').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
            }
        }
        return ascii.toString();
    }

    /**
     * What a redirect or a playlist from here leads to. Credentials go along only to the same server, and never come from
     * there.
     *
     * @param reference absolute or relative
     */
    WebUrl resolve(String reference) throws FetchException {
        WebUrl target = of(resolved(Parts.of(checked(reference))));
        if (scheme.equals("https") && target.scheme.equals("http")) {
            throw FetchException.permanent(site() + " leads to " + target.site()
                    + ", away from https; if that is meant, use the http URL itself");
        }
        return new WebUrl(
                target.scheme,
                target.host,
                target.port,
                target.path,
                target.site().equals(site()) ? userInfo : Optional.empty());
    }

    /** As RFC 3986, 5.2.2, says. */
    private Parts resolved(Parts reference) {
        if (reference.scheme() != null) {
            return reference;
        } else if (reference.authority() != null) {
            return new Parts(scheme, reference.authority(), reference.path(), reference.query());
        }
        String authority = host + ":" + port;
        String base = pathWithoutQuery();
        if (!reference.path().isEmpty()) {
            boolean absolute = reference.path().startsWith("/");
            String merged = absolute
                    ? reference.path()
                    : withoutDots(base.substring(0, base.lastIndexOf('/') + 1) + reference.path());
            return new Parts(scheme, authority, merged, reference.query());
        }
        int query = path.indexOf('?');
        String kept = query < 0 ? null : path.substring(query + 1);
        return new Parts(scheme, authority, base, reference.query() == null ? kept : reference.query());
    }

    /** The path with its steps up taken. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] steps = path.substring(1).split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            boolean up = steps[i].equals("..");
            if (up) {
                kept.pollLast();
            }
            boolean dots = up || steps[i].equals(".");
            if (!dots) {
                kept.addLast(steps[i]);
            } else if (i == steps.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Scheme, host and port: all that may appear in logs. */
    public String site() {
        return scheme + "://" + host + (port == usualPort(scheme) ? "" : ":" + port);
    }

    /** Whether they differ in their queries at most, which are often tickets that run out. */
    boolean isSameFile(WebUrl other) {
        return site().equals(other.site()) && pathWithoutQuery().equals(other.pathWithoutQuery());
    }

    private String pathWithoutQuery() {
        return path.split("\\?", 2)[0];
    }

    /** The last part of the path; may be empty. */
    public String fileName() {
        String name = pathWithoutQuery();
        return decoded(name.substring(name.lastIndexOf('/') + 1));
    }

    /** For the header of this name. */
    Optional<String> authorization() {
        return userInfo.map(WebUrl::decoded)
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without path, query and credentials, which may be secrets. */
    @Override
    public String toString() {
        return site();
    }
}
