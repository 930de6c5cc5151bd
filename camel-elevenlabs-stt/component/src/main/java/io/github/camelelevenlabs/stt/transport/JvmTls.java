package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.threads.Mutex;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.SslEngineFactory;

/**
 * TLS that trusts what the JVM trusts, for all clients of a component: by Netty's OpenSSL where it is on the class path, else by the JDK.
 * Prepared once, before the first connection that has TLS, since to read the trusted certificates takes a while. Safe for use by many
 * threads.
 */
final class JvmTls implements SslEngineFactory {

    private final Function<SSLContext, Optional<VerifyingEngines>> openSsl;
    private final Mutex lock = new Mutex();
    /** Null before it is prepared. */
    private volatile VerifyingEngines engines;

    JvmTls() {
        this(OpenSslEngines::find);
    }

    /** @param openSsl empty where there is none; it gets a context of the JDK whose protocols and cipher suites are to be used */
    JvmTls(Function<SSLContext, Optional<VerifyingEngines>> openSsl) {
        this.openSsl = openSsl;
    }

    /** Has to be called before the first engine is made. It may block. */
    void prepare() {
        lock.run(() -> {
            if (engines == null) {
                SSLContext jdk = JdkEngines.jvmContext();
                engines = openSsl.apply(jdk).orElseGet(() -> new JdkEngines(jdk));
            }
        });
    }

    @Override
    public SSLEngine newSslEngine(AsyncHttpClientConfig client, String host, int port) {
        return engines.newSslEngine(client, host, port);
    }
}
