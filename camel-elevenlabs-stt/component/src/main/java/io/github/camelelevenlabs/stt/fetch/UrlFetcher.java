package io.github.camelelevenlabs.stt.fetch;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.Closeable;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Fetches http and https URLs: a GET over HTTP/1.1 on its own connection, without cookies or a proxy, and without
 * requesting compression or the metadata that radio servers would mix into the audio. A URL that is waited for holds no
 * thread. Safe for any thread.
 *
 * <p>Trusts the certificates that the JVM trusts. Client certificates for the service are not sent to hosts of URLs.
 */
public final class UrlFetcher implements Closeable {

    private final Duration timeout;
    private final Alarms alarms;
    private final HttpGet.Network network;
    private final CheckedResolver anywhere;
    private final CheckedResolver publicOnly;
    /** Once closed it closes whatever is added. */
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    /**
     * @param timeout the limit for connecting, for the response, and for each read
     * @param lookup resolves hosts; its addresses are then checked
     * @param bootstraps makes a bootstrap with event loops and a kind of channel
     * @param working runs what may block or takes a while: looking names up, checking certificates, parsing playlists
     */
    public UrlFetcher(
            Duration timeout, HostLookup lookup, Alarms alarms, Supplier<Bootstrap> bootstraps, Executor working) {
        this(timeout, lookup, alarms, bootstraps, working, trusting());
    }

    UrlFetcher(
            Duration timeout,
            HostLookup lookup,
            Alarms alarms,
            Supplier<Bootstrap> bootstraps,
            Executor working,
            SSLContext tls) {
        this.timeout = timeout;
        this.alarms = alarms;
        this.network = new HttpGet.Network(bootstraps, working, tls, open, timeout);
        this.anywhere = new CheckedResolver(lookup, address -> true);
        this.publicOnly = new CheckedResolver(lookup, PublicAddresses::contain);
    }

    /** Not the default context of the JVM, which may have a client certificate. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM has no TLS", e);
        }
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
                new Requests.Client() {
                    @Override
                    public HttpGet send(WebUrl at, Runnable onConnected, Function<Throwable, FetchException> failures) {
                        HttpGet request = new HttpGet(at, network, onConnected, failures);
                        request.send(resolverFor(at, first, reach));
                        return request;
                    }

                    @Override
                    public Executor working() {
                        return network.working();
                    }
                },
                timeout,
                alarms);
    }

    private CheckedResolver resolverFor(WebUrl at, WebUrl first, Reach reach) {
        return switch (reach) {
            case PUBLIC -> publicOnly;
            case OWN_HOST -> at.host().equals(first.host()) ? anywhere : publicOnly;
            case ANYWHERE -> anywhere;
        };
    }

    /** Closes all connections; does not block. */
    @Override
    public void close() {
        open.close();
    }
}
