package io.github.camelelevenlabs.stt.fetch;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An http or https URL taken apart. Its host is a name, or an address in whatever spelling it came: what that means is the
 * resolver's to say.
 *
 * @param port     the scheme's own when the URL names none
 * @param path     with the query, as it goes into the request
 * @param userInfo {@code user:password} as in the URL
 */
public record WebUrl(String scheme, String host, int port, String path, Optional<String> userInfo) {

    private static final Pattern START = Pattern.compile("\\s*https?:.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[^]]*]|[^:]*)(?::(\\d{0,5}))?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");
    private static final Pattern ILLEGAL = Pattern.compile("[\\x00-\\x20\"<>\\\\^`{|}\\x7F]");

    /** Whether a text means to be such a URL. */
    public static boolean isMeantBy(CharSequence text) {
        return START.matcher(text).matches();
    }

    /**
     * Takes a text for a URL, spaces and other characters that should have been escaped included.
     *
     * @throws FetchException says what is wrong, without repeating the text
     */
    public static WebUrl parse(String text) throws FetchException {
        return of(uri(text));
    }

    private static URI uri(String text) throws FetchException {
        try {
            return new URI(ILLEGAL.matcher(text.strip())
                    .replaceAll(illegal ->
                            String.format("%%%02X", (int) illegal.group().charAt(0))));
        } catch (URISyntaxException e) {
            // Its message repeats the text, secrets included.
            throw FetchException.lasting("the URL is malformed: " + e.getReason());
        }
    }

    private static WebUrl of(URI uri) throws FetchException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw FetchException.lasting("the URL's scheme is '" + scheme + "'; only http and https are fetched");
        }
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
        if (!authority.matches()) {
            throw FetchException.lasting("the URL's host or port is malformed");
        }
        String port = authority.group(3);
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return new WebUrl(
                scheme,
                host(authority.group(2)),
                port == null || port.isEmpty() ? scheme.equals("http") ? 80 : 443 : Integer.parseInt(port),
                ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery(),
                Optional.ofNullable(authority.group(1)));
    }

    /** In ASCII, as it is looked up. */
    private static String host(String host) throws FetchException {
        String ascii;
        try {
            ascii = host.startsWith("[") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw FetchException.lasting("the URL's host is malformed", e);
        }
        String lower = ascii.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(lower).matches()) {
            throw FetchException.lasting(lower.isEmpty() ? "the URL names no host" : "the URL's host is malformed");
        }
        return lower;
    }

    /**
     * What a redirect or a playlist from here leads to. Credentials go along only to the same server, and never come from
     * there.
     *
     * @param reference absolute or relative
     */
    WebUrl resolve(String reference) throws FetchException {
        // The JDK would drop the last part of the path before a query.
        String base = reference.startsWith("?") ? pathWithoutQuery() : "";
        WebUrl target = of(URI.create(site() + path).resolve(uri(base + reference)));
        if (scheme.equals("https") && target.scheme.equals("http")) {
            throw FetchException.lasting(site() + " leads to " + target.site()
                    + ", away from https; if that is meant, use the http URL itself");
        }
        return new WebUrl(
                target.scheme,
                target.host,
                target.port,
                target.path,
                target.site().equals(site()) ? userInfo : Optional.empty());
    }

    /** Scheme, host and port: all that may appear in logs. */
    public String site() {
        boolean usual = port == (scheme.equals("http") ? 80 : 443);
        return scheme + "://" + host + (usual ? "" : ":" + port);
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
        String last = name.substring(name.lastIndexOf('/') + 1);
        try {
            return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return last;
        }
    }

    /** For the header of this name. */
    Optional<String> authorization() {
        return userInfo.map(info -> URLDecoder.decode(info.replace("+", "%2B"), StandardCharsets.UTF_8))
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }

    /** Without path, query and credentials, which may be secrets. */
    @Override
    public String toString() {
        return site();
    }
}
