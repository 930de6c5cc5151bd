package io.github.camelelevenlabs.stt.transport;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** TLS as Camel's parameters describe it. These are equal when they are the same bean: Camel compares no others. */
public record TlsParameters(SSLContextParameters parameters, CamelContext camelContext)
        implements TransportSettings.Tls {

    @Override
    public SSLContext context() throws Exception {
        return parameters.createSSLContext(camelContext);
    }
}
