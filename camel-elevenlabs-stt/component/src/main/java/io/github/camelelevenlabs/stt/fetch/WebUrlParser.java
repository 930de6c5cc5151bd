package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses URLs as people and servers write them, and repairs what browsers repair (WHATWG URL Standard, section 4.4):
 * white space, backslashes, missing slashes, unencoded characters, and hosts in any script or notation.
 *
 * <p>It reads the text a fixed number of times, up to a maximum length. Backtracking regular expressions, and the URI
 * of the JDK with its normalisation, need quadratic time for hostile texts.
 */
final class WebUrlParser {

    /** Servers accept 8,000 characters, and cloud tickets need 2,000. */
    static final int MAX_LENGTH = 8_192;

    /** The limit including white space around the URL. */
    private static final int MAX_TEXT_LENGTH = 8 * MAX_LENGTH;

    private static final int MAX_PORT = 65_535;

    /**
     * Strict servers refuse a request with these characters; browsers leave some of them unencoded, and all servers
     * decode them.
     */
    private static final String ENCODED_IN_PATH = "\"<>\\^`{|}[]";

    private static final String ENCODED_IN_QUERY = "\"'<>\\^`{|}";

    /** The schemes whose missing slashes are repaired. */
    private static final Set<String> WEB = Set.of("http", "https");

    /**
     * Schemes that need no slashes behind their colon. All others do, so that a colon in a file name, such as that of
     * a time of day, does not turn the text before it into a scheme.
     */
    private static final Set<String> WITHOUT_SLASHES =
            Set.of("about", "blob", "cid", "data", "file", "ftp", "jar", "javascript", "mailto", "urn");

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*+):");

    private static final Pattern PORT = Pattern.compile("0*+([0-9]{0,5})");

    private static final Set<String> HERE = Set.of(".", "%2e");

    private static final Set<String> UP = Set.of("..", ".%2e", "%2e.", "%2e%2e");

    private WebUrlParser() {}

    static boolean isMeantBy(CharSequence text) {
        String start =
                text.subSequence(0, Math.min(text.length(), MAX_TEXT_LENGTH)).toString();
        return WEB.contains(scheme(withoutLineBreaks(stripped(start))));
    }

    /** Characters that may surround a URL: white space of all kinds, control characters, a byte order mark. */
    private static boolean isAround(char character) {
        return character <= ' '
                || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == '\uFEFF'
                || character == '\u200B';
    }

    private static String withoutLineBreaks(String text) {
        return text.replace("\t", "").replace("\n", "").replace("\r", "");
    }

    /** The text without the characters that may surround it. */
    static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isAround(text.charAt(start))) {
            start++;
        }
        while (end > start && isAround(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * Parses a URL.
     *
     * @param base the URL to which the text is relative; null if it must be absolute
     * @throws FetchException if the URL is malformed; the message does not repeat it
     */
    static WebUrl parse(String text, WebUrl base) throws FetchException {
        String stripped = text.length() > MAX_TEXT_LENGTH ? text : stripped(text);
        if (stripped.length() > MAX_LENGTH) {
            throw FetchException.permanent(
                    "the URL has " + stripped.length() + " characters; at most " + MAX_LENGTH + " are accepted");
        }
        String line = withoutLineBreaks(stripped);
        int fragment = line.indexOf('#');
        String whole = fragment < 0 ? line : line.substring(0, fragment);
        int question = whole.indexOf('?');
        String query = question < 0 ? null : whole.substring(question + 1);
        String rest = (question < 0 ? whole : whole.substring(0, question)).replace('\\', '/');
        String scheme = scheme(rest);
        boolean web = WEB.contains(scheme);
        if (!web && (base == null || isForeign(scheme, rest))) {
            throw FetchException.permanent(
                    "the URL's scheme is '" + Printable.of(scheme, 20) + "'; only http and https are fetched");
        }
        String behind = web ? rest.substring(scheme.length() + 1) : rest;
        boolean relative = base != null && (!web || scheme.equals(base.scheme())) && !behind.startsWith("//");
        return relative ? relative(base, behind, query) : absolute(web ? scheme : base.scheme(), behind, query);
    }

    /** The scheme in lower case; empty if there is none. */
    private static String scheme(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return scheme.lookingAt() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isForeign(String scheme, String text) {
        return !scheme.isEmpty() && (WITHOUT_SLASHES.contains(scheme) || text.startsWith("://", scheme.length()));
    }

    /** Parses an absolute URL with any number of slashes before the host. */
    private static WebUrl absolute(String scheme, String behind, String query) throws FetchException {
        String whole = behind.replaceFirst("^/+", "");
        int slash = whole.indexOf('/');
        String authority = slash < 0 ? whole : whole.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String server = authority.substring(at + 1);
        // The colons of an IPv6 address are in brackets.
        int colon = server.indexOf(':', server.startsWith("[") ? Math.max(0, server.indexOf(']')) : 0);
        String userInfo = authority.substring(0, Math.max(0, at));
        return new WebUrl(
                scheme,
                WebHost.of(colon < 0 ? server : server.substring(0, colon)),
                port(colon < 0 ? "" : server.substring(colon + 1), scheme),
                target(whole.substring(authority.length()), query),
                userInfo.isEmpty() || userInfo.equals(":")
                        ? Optional.empty()
                        : Optional.of(PercentCode.encode(userInfo, ENCODED_IN_QUERY)));
    }

    private static int port(String digits, String scheme) throws FetchException {
        if (digits.isEmpty()) {
            return WebUrl.usualPort(scheme);
        }
        Matcher port = PORT.matcher(digits);
        if (!port.matches() || Integer.parseInt("0" + port.group(1)) > MAX_PORT) {
            throw FetchException.permanent("the URL's host or port is malformed");
        }
        return Integer.parseInt("0" + port.group(1));
    }

    private static WebUrl relative(WebUrl base, String path, String query) {
        String target;
        if (path.startsWith("/")) {
            target = target(path, query);
        } else if (!path.isEmpty()) {
            String before = base.pathWithoutQuery();
            target = target(before.substring(0, before.lastIndexOf('/') + 1) + path, query);
        } else {
            target = query == null ? base.path() : target(base.pathWithoutQuery(), query);
        }
        return new WebUrl(base.scheme(), base.host(), base.port(), target, base.userInfo());
    }

    private static String target(String path, String query) {
        String encoded = PercentCode.encode(withoutDots(path), ENCODED_IN_PATH);
        return query == null ? encoded : encoded + "?" + PercentCode.encode(query, ENCODED_IN_QUERY);
    }

    /** The path without dot segments; none leads above the root. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        List<String> steps = List.of(path.substring(Math.min(1, path.length())).split("/", -1));
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i).length() > "%2e%2e".length()
                    ? ""
                    : steps.get(i).toLowerCase(Locale.ROOT);
            boolean up = UP.contains(step);
            if (up) {
                kept.pollLast();
            }
            if (!up && !HERE.contains(step)) {
                kept.addLast(steps.get(i));
            } else if (i == steps.size() - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
