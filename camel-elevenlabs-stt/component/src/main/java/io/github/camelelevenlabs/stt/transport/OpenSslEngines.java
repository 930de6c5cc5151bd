package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.text.Reason;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.SslEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS by the OpenSSL or BoringSSL of Netty's library tcnative, which needs less processor time than the JDK's. The JDK decides all the same
 * what is trusted: its trust manager checks certificates and host names, and its protocols and cipher suites are used, as far as the
 * library has them.
 */
final class OpenSslEngines implements SslEngineFactory {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSslEngines.class);

    private static final List<String> LIBRARIES = Stream.of(
                    "libnetty_tcnative_linux_x86_64.so",
                    "libnetty_tcnative_linux_x86_64_fedora.so",
                    "libnetty_tcnative_linux_aarch_64.so",
                    "libnetty_tcnative_linux_aarch_64_fedora.so",
                    "libnetty_tcnative_osx_x86_64.jnilib",
                    "libnetty_tcnative_osx_aarch_64.jnilib",
                    "netty_tcnative_windows_x86_64.dll")
            .map(file -> "META-INF/native/" + file)
            .toList();

    private final SslContext context;

    private OpenSslEngines() throws SSLException, GeneralSecurityException {
        SSLContext jdk = SSLContext.getInstance("TLS");
        jdk.init(null, null, null);
        SSLParameters parameters = jdk.getDefaultSSLParameters();
        // Without a trust manager of ours, Netty takes the JDK's.
        this.context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols(parameters.getProtocols())
                .ciphers(List.of(parameters.getCipherSuites()), SupportedCipherSuiteFilter.INSTANCE)
                .build();
    }

    /** Empty when there is no library, or it cannot be used; the log says why. */
    static Optional<SslEngineFactory> find() {
        return find(OpenSsl.class.getClassLoader());
    }

    /** Looks for the library before Netty does, since Java 24 and newer warn of each attempt to load one. */
    static Optional<SslEngineFactory> find(ClassLoader jars) {
        if (LIBRARIES.stream().allMatch(name -> jars.getResource(name) == null)) {
            LOG.debug("TLS is the JDK's, since no jar has Netty's library tcnative");
            return Optional.empty();
        }
        try {
            OpenSsl.ensureAvailability();
            OpenSslEngines engines = new OpenSslEngines();
            // Java classes and a library of different versions may fail only here.
            ReferenceCountUtil.release(engines.engine("localhost", 443));
            LOG.info("TLS is that of {}", OpenSsl.versionString());
            return Optional.of(engines);
        } catch (SSLException | GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.info("TLS is the JDK's, since Netty's library tcnative cannot be used: {}", Reason.of(e));
            return Optional.empty();
        }
    }

    @Override
    public SSLEngine newSslEngine(AsyncHttpClientConfig client, String host, int port) {
        return engine(host, port);
    }

    private SSLEngine engine(String host, int port) {
        // As the client does for the JDK's engines: certificates do not have the dot at the end of a name.
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT, name, port);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }
}
