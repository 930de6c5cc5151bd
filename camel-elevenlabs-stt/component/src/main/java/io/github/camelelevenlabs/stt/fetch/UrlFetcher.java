package io.github.camelelevenlabs.stt.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches http and https URLs: a GET over HTTP/1.1 on its own connection, without cookies or a proxy, and without
 * requesting compression or the metadata that radio servers would mix into the audio. Safe for any thread.
 *
 * <p>Trusts the certificates that the JVM trusts. Client certificates for the service are not sent to hosts of URLs.
 */
public final class UrlFetcher implements Closeable {

    /** Far above what servers send, and far below what would be harmful. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .build();

    /** The attribute of a request context with the callback for its connection. */
    private static final String ON_CONNECTED = "io.github.camelelevenlabs.stt.onConnected";

    /** The client requires a URI; the path is set separately. */
    private static final URI ANY = URI.create("/");

    /** Headers are decoded with one character for each byte; by default the client damages bytes above 0x7F. */
    private static final CharCodingConfig BYTES =
            CharCodingConfig.custom().setCharset(StandardCharsets.ISO_8859_1).build();

    private final Duration timeout;
    private final Alarms alarms;
    private final CloseableHttpClient anywhere;
    private final CloseableHttpClient publicOnly;

    /**
     * @param timeout the limit for connecting, for the response, and for each read
     * @param lookup resolves hosts; its addresses are then checked
     */
    public UrlFetcher(Duration timeout, HostLookup lookup, Alarms alarms) {
        this.timeout = timeout;
        this.alarms = alarms;
        this.anywhere = client(timeout, new CheckedResolver(lookup, address -> true));
        this.publicOnly = client(timeout, new CheckedResolver(lookup, PublicAddresses::contain));
    }

    /** Creates a fetch. Sends nothing before it is opened, and does not block. */
    public Fetch fetch(WebUrl url, Reach reach) {
        return fetch(url, reach, new HlsPosition());
    }

    /**
     * Creates a fetch that may continue an HLS stream. Does not block.
     *
     * @param position the position to continue at, which the fetch updates
     */
    public Fetch fetch(WebUrl url, Reach reach, HlsPosition position) {
        Requests requests = requests(url, reach);
        return new Fetch(url, requests, position, requests);
    }

    /** @param first the URL to which {@link Reach#OWN_HOST} refers */
    Requests requests(WebUrl first, Reach reach) {
        return new Requests(
                (at, request, onConnected) -> {
                    HttpClientContext context = HttpClientContext.create();
                    context.setAttribute(ON_CONNECTED, onConnected);
                    return clientFor(at, first, reach).executeOpen(host(at), request, context);
                },
                timeout,
                alarms);
    }

    /** Calls back when the connection is ready. */
    private static final class Executor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback onInterim,
                HttpContext context)
                throws IOException, HttpException {
            if (context.getAttribute(ON_CONNECTED) instanceof Runnable onConnected) {
                onConnected.run();
            }
            return super.execute(request, connection, onInterim, context);
        }
    }

    private CloseableHttpClient clientFor(WebUrl at, WebUrl first, Reach reach) {
        return switch (reach) {
            case PUBLIC -> publicOnly;
            case OWN_HOST -> at.host().equals(first.host()) ? anywhere : publicOnly;
            case ANYWHERE -> anywhere;
        };
    }

    static HttpUriRequestBase request(WebUrl url) {
        HttpUriRequestBase request = new HttpUriRequestBase("GET", ANY);
        request.setScheme(url.scheme());
        request.setAuthority(
                new URIAuthority(name(url), url.port() == WebUrl.usualPort(url.scheme()) ? -1 : url.port()));
        // Set as a string: the URI of the JDK, and with it the client, refuse paths that begin with two slashes.
        request.setPath(url.path());
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        url.authorization().ifPresent(basic -> request.setHeader(HttpHeaders.AUTHORIZATION, basic));
        return request;
    }

    /** The host to resolve and to find in the certificate, which does not have a dot at the end of the name. */
    private static HttpHost host(WebUrl url) {
        String name = name(url);
        boolean dotted = url.scheme().equals("https") && name.length() > 1 && name.endsWith(".");
        return new HttpHost(url.scheme(), dotted ? name.substring(0, name.length() - 1) : name, url.port());
    }

    /** The host without brackets. */
    private static String name(WebUrl url) {
        return url.host().startsWith("[") ? url.host().substring(1, url.host().length() - 1) : url.host();
    }

    private static CloseableHttpClient client(Duration timeout, DnsResolver resolver) {
        Timeout limit = Timeout.of(timeout.toMillis(), TimeUnit.MILLISECONDS);
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(LIMITS)
                        .charCodingConfig(BYTES)
                        .responseParserFactory(new DefaultHttpResponseParserFactory(LIMITS, new IcyLineParser(), null))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(limit)
                        .setSocketTimeout(limit)
                        .build())
                // No limit: there are as many connections as sessions, whose number is limited.
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRequestExecutor(new Executor())
                // A reused connection would not be checked again.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(limit)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("camel-elevenlabs-stt")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    @Override
    public void close() throws IOException {
        anywhere.close();
        publicOnly.close();
    }
}
