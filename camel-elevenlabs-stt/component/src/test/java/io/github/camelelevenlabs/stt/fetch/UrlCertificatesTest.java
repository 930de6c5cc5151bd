package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelelevenlabs.stt.transport.SelfSigned;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which servers are believed to be those of an https URL. */
class UrlCertificatesTest {

    private static final byte[] AUDIO = {1, 2, 3};

    /** Every name leads here. */
    private static final HostLookup HERE = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};

    private static byte[] fetch(UrlFetcher fetcher, String url) throws Exception {
        return fetcher.fetch(WebUrl.parse(url), Reach.ANYWHERE).open(TrackChoice.FIRST).stream()
                .readAllBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"radio.example", "radio.example.", "RADIO.example"})
    void the_certificate_must_name_the_host(String host) throws Exception {
        SelfSigned certificate = SelfSigned.forHost("radio.example");
        try (RawHttpServer server = RawHttpServer.start(certificate.serverSockets());
                UrlFetcher fetcher = Fetchers.of(ofSeconds(5), HERE, certificate.trusting())) {
            server.at("/x", "audio/wav", AUDIO);
            assertThat(fetch(fetcher, "https://" + host + ":" + server.port() + "/x"))
                    .isEqualTo(AUDIO);
            for (String other : new String[] {"other.example", "127.0.0.1"}) {
                assertThatExceptionOfType(FetchException.class)
                        .isThrownBy(() -> fetch(fetcher, "https://" + other + ":" + server.port() + "/x?secret"))
                        .withMessageContaining("https://" + other)
                        .withMessageNotContaining("secret")
                        .havingCause()
                        .isInstanceOf(javax.net.ssl.SSLException.class);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_certificate_may_name_an_address() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (RawHttpServer server = RawHttpServer.start(certificate.serverSockets());
                UrlFetcher fetcher = Fetchers.of(ofSeconds(5), HERE, certificate.trusting())) {
            server.at("/x", "audio/wav", AUDIO);
            assertThat(fetch(fetcher, "https://127.0.0.1:" + server.port() + "/x"))
                    .isEqualTo(AUDIO);
        }
    }

    @Test
    void a_certificate_that_the_jvm_does_not_trust_is_refused() throws Exception {
        SelfSigned certificate = SelfSigned.forLoopback();
        try (RawHttpServer server = RawHttpServer.start(certificate.serverSockets());
                UrlFetcher fetcher = Fetchers.of(ofSeconds(5))) {
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> fetch(fetcher, "https://127.0.0.1:" + server.port() + "/x"))
                    .withMessageContaining("could not be fetched");
            assertThat(server.requests()).isEmpty();
        }
    }
}
