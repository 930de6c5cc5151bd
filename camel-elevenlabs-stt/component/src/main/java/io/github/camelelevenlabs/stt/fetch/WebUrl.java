package io.github.camelelevenlabs.stt.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A parsed http or https URL. Its host is an ASCII name, an IPv4 address in decimal notation or an IPv6 address in
 * brackets. Names are not resolved here.
 *
 * @param port the default port of the scheme when the URL has none
 * @param path with the query, as sent in the request
 * @param userInfo {@code user:password} as in the URL
 */
public record WebUrl(String scheme, String host, int port, String path, Optional<String> userInfo) {

    /** Whether a text is meant to be an http or https URL. */
    public static boolean isMeantBy(CharSequence text) {
        return WebUrlParser.isMeantBy(text);
    }

    /**
     * Parses a URL and repairs what browsers repair.
     *
     * @throws FetchException if the URL is malformed; the message does not repeat it
     */
    public static WebUrl parse(String text) throws FetchException {
        return WebUrlParser.parse(text, null);
    }

    static int usualPort(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }

    /**
     * Resolves the target of a redirect or a playlist entry. Credentials are kept only for the same server, and never
     * taken from the reference.
     *
     * @param reference absolute or relative
     */
    WebUrl resolve(String reference) throws FetchException {
        WebUrl target = WebUrlParser.parse(reference, this);
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

    /** The scheme, host and port: the only parts that may appear in logs. */
    public String site() {
        return scheme + "://" + host + (port == usualPort(scheme) ? "" : ":" + port);
    }

    /**
     * Whether both URLs are the same file: they may differ in their queries, which often contain tickets that expire.
     */
    boolean isSameFile(WebUrl other) {
        return site().equals(other.site()) && pathWithoutQuery().equals(other.pathWithoutQuery());
    }

    String pathWithoutQuery() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The last segment of the path, decoded; may be empty. */
    public String fileName() {
        String name = pathWithoutQuery();
        return PercentCode.decode(name.substring(name.lastIndexOf('/') + 1));
    }

    /** The value of the Authorization header. */
    Optional<String> authorization() {
        return userInfo.map(info -> PercentCode.decode(info.contains(":") ? info : info + ":"))
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }

    /** The {@link #site()}, without parts that may be secret. */
    @Override
    public String toString() {
        return site();
    }
}
