package io.github.camelelevenlabs.stt.transport;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.SslEngineFactory;

/** Makes TLS engines that accept a certificate only for the host that the connection is to. The HTTP client adds nothing to them. */
abstract class VerifyingEngines implements SslEngineFactory {

    /** An engine that does not verify the host yet. */
    abstract SSLEngine create(String host, int port);

    @Override
    public final SSLEngine newSslEngine(AsyncHttpClientConfig client, String host, int port) {
        // Certificates do not have the dot at the end of a name.
        SSLEngine engine = create(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }
}
