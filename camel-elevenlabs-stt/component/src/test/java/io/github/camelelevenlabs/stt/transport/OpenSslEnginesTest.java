package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OpenSslEnginesTest {

    private static final SSLContext JDK = JdkEngines.jvmContext();

    /** With an engine for this host; skipped where there is no library. */
    private static void withEngine(String host, Consumer<SSLEngine> check) {
        Optional<VerifyingEngines> engines = OpenSslEngines.find(JDK);
        assumeThat(engines).isPresent();
        SSLEngine engine = engines.get().newSslEngine(null, host, 443);
        try {
            check.accept(engine);
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }

    @Test
    void without_a_jar_that_has_the_library_netty_is_not_asked_to_load_it() {
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(OpenSslEngines.find(JDK, ClassLoader.getPlatformClassLoader()))
                    .isEmpty();
            assertThat(log.text())
                    .contains("TLS is the JDK's, since no jar has Netty's library tcnative")
                    .doesNotContain("Loaded");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void the_library_of_a_jar_is_used_and_the_log_says_so() {
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(OpenSslEngines.find(JDK)).isPresent();
            assertThat(log.text()).contains("TLS is that of BoringSSL");
        }
    }

    @Test
    void no_protocol_is_enabled_that_the_jdk_does_not_enable() {
        withEngine(
                "api.elevenlabs.io",
                engine -> assertThat(engine.getSSLParameters().getProtocols())
                        .contains("TLSv1.3", "TLSv1.2")
                        // What Netty calls the form of the first message, which needs no old protocol.
                        .filteredOn(protocol -> !protocol.equals("SSLv2Hello"))
                        .isSubsetOf(JDK.getDefaultSSLParameters().getProtocols()));
    }

    @Test
    void no_cipher_suite_is_enabled_that_the_jdk_does_not_enable() {
        withEngine(
                "api.elevenlabs.io",
                engine -> assertThat(engine.getEnabledCipherSuites())
                        .contains("TLS_AES_128_GCM_SHA256")
                        .isSubsetOf(JDK.getDefaultSSLParameters().getCipherSuites()));
    }

    @Test
    void host_names_are_verified_without_the_dot_at_their_end() {
        withEngine("api.elevenlabs.io.", engine -> {
            assertThat(engine.getPeerHost()).isEqualTo("api.elevenlabs.io");
            assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
            assertThat(engine.getUseClientMode()).isTrue();
        });
    }
}
