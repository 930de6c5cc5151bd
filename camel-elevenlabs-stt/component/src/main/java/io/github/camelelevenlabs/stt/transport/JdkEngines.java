package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.text.Reason;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** TLS by the JDK. */
final class JdkEngines extends VerifyingEngines {

    private final SSLContext context;

    JdkEngines(SSLContext context) {
        this.context = context;
    }

    /**
     * A context that trusts what the JVM trusts. Not the default one of the JVM, which may have a client certificate. To read the trusted
     * certificates may block.
     */
    static SSLContext jvmContext() {
        try {
            SSLContext jvm = SSLContext.getInstance("TLS");
            jvm.init(null, null, null);
            return jvm;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no TLS: " + Reason.of(e), e);
        }
    }

    @Override
    SSLEngine create(String host, int port) {
        return context.createSSLEngine(host, port);
    }
}
