package io.github.camelelevenlabs.stt.protocol;

import io.github.camelelevenlabs.stt.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the WebSocket address of a session. Its query is the session's whole configuration, which cannot change during a
 * connection. Holds no credential.
 */
public final class RealtimeUri {

    private static final String PATH = "/v1/speech-to-text/realtime";
    private static final Map<String, String> SCHEMES = Map.of("ws", "ws", "wss", "wss", "http", "ws", "https", "wss");

    private static final Pattern PORT = Pattern.compile(":(-?\\d+)$");

    private final String address;
    private final List<String> query = new ArrayList<>();

    private RealtimeUri(String address) {
        this.address = address;
    }

    /**
     * Starts an address from a base URL: {@code wss}, {@code https}, {@code ws} or {@code http}, a host, and optionally a port
     * and the path prefix of a gateway.
     *
     * @throws IllegalArgumentException when it is no such URL; the message says why
     */
    public static RealtimeUri of(String baseUrl) {
        URI base;
        try {
            base = new URI(baseUrl.trim());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason() + " in " + Printable.of(baseUrl), Printable.cause(e));
        }
        String scheme =
                base.getScheme() == null ? null : SCHEMES.get(base.getScheme().toLowerCase(Locale.ROOT));
        if (base.getRawAuthority() != null) {
            checkPort(base.getRawAuthority());
        }
        if (scheme == null || base.getHost() == null) {
            throw new IllegalArgumentException(
                    Printable.of(baseUrl) + " is not wss, https, ws or http followed by a host");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("only scheme, host, port and path are allowed");
        }
        String path = withoutSlashes(base.getRawPath());
        return new RealtimeUri(scheme + "://" + base.getRawAuthority() + (path.endsWith(PATH) ? path : path + PATH));
    }

    /** Of a larger or a negative number Java says that there is neither a port nor a host. */
    private static void checkPort(String authority) {
        Matcher port = PORT.matcher(authority);
        if (port.find() && !isPort(port.group(1))) {
            throw new IllegalArgumentException(
                    "the port " + Printable.of(port.group(1), 20) + " is not from 1 to 65535");
        }
    }

    private static boolean isPort(String digits) {
        try {
            int port = Integer.parseInt(digits);
            return port >= 1 && port <= 65_535;
        } catch (NumberFormatException tooLong) {
            return false;
        }
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** Adds a parameter. Null adds nothing. */
    public RealtimeUri with(String name, Object value) {
        if (value != null) {
            query.add(encode(name) + "=" + encode(value.toString()));
        }
        return this;
    }

    /** Adds a parameter once for each value, as the service expects lists. */
    public RealtimeUri withEach(String name, Collection<?> values) {
        values.forEach(value -> with(name, value));
        return this;
    }

    public URI toUri() {
        return URI.create(query.isEmpty() ? address : address + "?" + String.join("&", query));
    }

    /** The given address with one more parameter. */
    public static URI append(URI uri, String name, String value) {
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + encode(name) + "=" + encode(value));
    }

    private static String encode(String text) {
        // The form encoding of a space is a plus sign, which the service takes for a plus sign.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
