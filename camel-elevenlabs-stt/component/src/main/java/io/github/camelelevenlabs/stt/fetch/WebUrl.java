package io.github.camelelevenlabs.stt.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An http or https URL taken apart. Its host is a name in ASCII, an IPv4 address in decimals or an IPv6 address in brackets;
 * what a name means is the resolver's to say.
 *
 * @param port     the scheme's own when the URL names none
 * @param path     with the query, as it goes into the request
 * @param userInfo {@code user:password} as in the URL
 */
public record WebUrl(String scheme, String host, int port, String path, Optional<String> userInfo) {

    /** Whether a text means to be such a URL. */
    public static boolean isMeantBy(CharSequence text) {
        return WebUrlParser.isMeantBy(text);
    }

    /**
     * Takes a text for a URL, and repairs what browsers repair.
     *
     * @throws FetchException says what is wrong, without repeating the text
     */
    public static WebUrl parse(String text) throws FetchException {
        return WebUrlParser.parse(text, null);
    }

    static int usualPort(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }

    /**
     * What a redirect or a playlist from here leads to. Credentials go along only to the same server, and never come from
     * there.
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

    /** Scheme, host and port: all that may appear in logs. */
    public String site() {
        return scheme + "://" + host + (port == usualPort(scheme) ? "" : ":" + port);
    }

    /** Whether they differ in their queries at most, which are often tickets that run out. */
    boolean isSameFile(WebUrl other) {
        return site().equals(other.site()) && pathWithoutQuery().equals(other.pathWithoutQuery());
    }

    String pathWithoutQuery() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The last part of the path; may be empty. */
    public String fileName() {
        String name = pathWithoutQuery();
        return PercentCode.decode(name.substring(name.lastIndexOf('/') + 1));
    }

    /** For the header of this name. */
    Optional<String> authorization() {
        return userInfo.map(info -> PercentCode.decode(info.contains(":") ? info : info + ":"))
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }

    /** Without path, query and credentials, which may be secrets. */
    @Override
    public String toString() {
        return site();
    }
}
