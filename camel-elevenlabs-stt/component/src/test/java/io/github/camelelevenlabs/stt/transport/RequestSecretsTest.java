package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.transport.Transport.Upgrade;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSecretsTest {

    private static final String KEY = "sk_4d1e7f";

    private final List<Throwable> withheld = new ArrayList<>();

    private EmbeddedChannel channel(String base, ChannelHandler... before) {
        Upgrade upgrade =
                new Upgrade(URI.create(base + "/v1/speech"), Map.of("token", "sutkn"), Map.of("xi-api-key", KEY));
        EmbeddedChannel channel = new EmbeddedChannel(before);
        channel.pipeline().addLast(new RequestSecrets(upgrade, withheld::add));
        return channel;
    }

    private static HttpRequest request(HttpMethod method, String uri) {
        return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://service.example", "https://service.example"})
    void without_tls_nothing_of_the_request_is_written(String base) {
        EmbeddedChannel channel = channel(base);
        assertThat(channel.writeOneOutbound(request(HttpMethod.GET, "/v1/speech"))
                        .cause())
                .isInstanceOf(SSLException.class);
        channel.flushOutbound();
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(withheld)
                .singleElement()
                .asString()
                .contains("service.example has no TLS", "the credential was not sent")
                .doesNotContain(KEY, "sutkn");
    }

    @Test
    void an_unfinished_tls_handshake_counts_as_no_tls() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("service.example", 443);
        engine.setUseClientMode(true);
        EmbeddedChannel channel = channel("wss://service.example", new SslHandler(engine));
        assertThat(channel.writeOneOutbound(request(HttpMethod.GET, "/v1/speech"))
                        .cause())
                .isInstanceOf(SSLException.class);
        assertThat(withheld).hasSize(1);
        channel.finishAndReleaseAll();
    }

    @Test
    void a_second_request_on_the_same_connection_is_withheld_as_well() {
        EmbeddedChannel channel = channel("wss://service.example");
        channel.writeOneOutbound(request(HttpMethod.GET, "/v1/speech"));
        channel.writeOneOutbound(request(HttpMethod.GET, "/v1/speech"));
        channel.flushOutbound();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void a_request_for_a_tunnel_has_no_credential() {
        EmbeddedChannel channel = channel("wss://service.example");
        channel.writeOutbound(request(HttpMethod.CONNECT, "service.example:443"));
        HttpRequest written = channel.readOutbound();
        assertThat(written.uri()).isEqualTo("service.example:443");
        assertThat(written.headers().entries()).isEmpty();
    }

    @Test
    void a_credential_is_written_when_the_address_needs_no_tls() {
        EmbeddedChannel channel = channel("ws://service.example");
        channel.writeOutbound(request(HttpMethod.GET, "/v1/speech"));
        HttpRequest written = channel.readOutbound();
        assertThat(written.uri()).isEqualTo("/v1/speech?token=sutkn");
        assertThat(written.headers().get("xi-api-key")).isEqualTo(KEY);
    }
}
