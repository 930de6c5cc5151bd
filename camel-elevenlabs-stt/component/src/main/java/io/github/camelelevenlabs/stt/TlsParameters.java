package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.TransportSettings;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** TLS as Camel's parameters describe it. These are equal when they are the same bean: Camel compares no others. */
record TlsParameters(SSLContextParameters parameters, CamelContext camelContext) implements TransportSettings.Tls {

    @Override
    public SSLContext context() throws Exception {
        return parameters.createSSLContext(camelContext);
    }
}
