package io.github.camelelevenlabs.stt.transport;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The TLS settings of Camel's parameters. Two are equal only with the same bean, since Camel's parameters define no equality. */
public record TlsParameters(SSLContextParameters parameters, CamelContext camelContext)
        implements TransportSettings.Tls {

    @Override
    public SSLContext context() throws Exception {
        return parameters.createSSLContext(camelContext);
    }
}
