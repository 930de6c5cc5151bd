package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class JvmTlsTest {

    private static final JvmTls WITHOUT_OPEN_SSL = new JvmTls(jdk -> Optional.empty());

    @Test
    void is_prepared_once() {
        AtomicInteger prepared = new AtomicInteger();
        JvmTls tls = new JvmTls(jdk -> {
            prepared.incrementAndGet();
            return Optional.empty();
        });
        assertThat(prepared).hasValue(0);
        tls.prepare();
        tls.prepare();
        assertThat(prepared).hasValue(1);
    }

    @Test
    void the_jdks_engines_verify_host_names_without_the_dot_at_their_end() {
        WITHOUT_OPEN_SSL.prepare();
        SSLEngine engine = WITHOUT_OPEN_SSL.newSslEngine(null, "api.elevenlabs.io.", 443);
        assertThat(engine.getPeerHost()).isEqualTo("api.elevenlabs.io");
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(engine.getUseClientMode()).isTrue();
    }
}
