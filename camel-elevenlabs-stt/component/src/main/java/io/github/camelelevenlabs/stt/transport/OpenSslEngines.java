package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.text.Reason;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS by the OpenSSL or BoringSSL of Netty's library tcnative, which needs less processor time than the JDK's. The JDK decides all the same
 * what is trusted: its trust manager checks certificates and host names, and its protocols and cipher suites are used, as far as the
 * library has them.
 */
final class OpenSslEngines extends VerifyingEngines {

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

    private OpenSslEngines(SSLParameters jdk) throws SSLException {
        // Without a trust manager of ours, Netty takes the JDK's.
        this.context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols(jdk.getProtocols())
                .ciphers(List.of(jdk.getCipherSuites()), SupportedCipherSuiteFilter.INSTANCE)
                .build();
    }

    /** Empty when there is no library, or it cannot be used; the log says why. @param jdk has the protocols and cipher suites to use */
    static Optional<VerifyingEngines> find(SSLContext jdk) {
        return find(jdk, OpenSsl.class.getClassLoader());
    }

    /** Looks for the library before Netty does, since Java 24 and newer warn of each attempt to load one. */
    static Optional<VerifyingEngines> find(SSLContext jdk, ClassLoader jars) {
        if (LIBRARIES.stream().allMatch(name -> jars.getResource(name) == null)) {
            LOG.debug("TLS is the JDK's, since no jar has Netty's library tcnative");
            return Optional.empty();
        }
        try {
            OpenSsl.ensureAvailability();
            VerifyingEngines engines = new OpenSslEngines(jdk.getDefaultSSLParameters());
            // Java classes and a library of different versions may fail only here.
            ReferenceCountUtil.release(engines.newSslEngine(null, "localhost", 443));
            LOG.info("TLS is that of {}", OpenSsl.versionString());
            return Optional.of(engines);
        } catch (SSLException | RuntimeException | LinkageError e) {
            LOG.info("TLS is the JDK's, since Netty's library tcnative cannot be used: {}", Reason.of(e));
            return Optional.empty();
        }
    }

    @Override
    SSLEngine create(String host, int port) {
        return context.newEngine(ByteBufAllocator.DEFAULT, host, port);
    }
}
