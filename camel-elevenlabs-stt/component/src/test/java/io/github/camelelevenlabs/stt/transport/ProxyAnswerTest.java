package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAnswerTest {

    private final List<Throwable> refused = new ArrayList<>();

    private EmbeddedChannel asking(String username, String service) {
        return new EmbeddedChannel(new ProxyAnswer(
                new TransportSettings.Proxy("proxy.example", 3128, username, "pw-2f9"),
                URI.create(service),
                refused::add));
    }

    private static HttpResponse answer(int status) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    }

    @Test
    void after_a_200_all_goes_to_the_client_this_answer_included() {
        EmbeddedChannel channel = asking(null, "wss://service.example");
        HttpResponse consent = answer(200);
        channel.writeInbound(consent, "behind it");
        assertThat(channel.<Object>readInbound()).isSameAs(consent);
        assertThat(channel.<Object>readInbound()).isEqualTo("behind it");
        assertThat(channel.pipeline().get(ProxyAnswer.class)).isNull();
        channel.close();
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
             | 407 | HANDSHAKE_REFUSED | set proxyAuthUsername and proxyAuthPassword
        jane | 407 | HANDSHAKE_REFUSED | check proxyAuthUsername and proxyAuthPassword
             | 403 | HANDSHAKE_REFUSED | the proxy has to allow this address
             | 502 | CONNECT_FAILED    | check proxyHost and proxyPort, and whether the proxy reaches this address
             | 204 | HANDSHAKE_REFUSED | check proxyHost and proxyPort, and whether the proxy reaches this address
        """)
    void any_other_answer_is_a_refusal(String username, int status, ErrorCode code, String advice) {
        EmbeddedChannel channel = asking(username, "wss://service.example");
        channel.writeInbound(answer(status));
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(refused).singleElement().isInstanceOfSatisfying(HandshakeException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal)
                    .hasMessage("the proxy proxy.example:3128 refused a tunnel to service.example:443 with HTTP status "
                            + status + "; " + advice);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "wss://service.example, service.example:443",
        "ws://service.example, service.example:80",
        "wss://service.example:8443, service.example:8443"
    })
    void the_refusal_names_the_other_end(String service, String target) {
        asking(null, service).writeInbound(answer(403));
        assertThat(refused).singleElement().asString().contains("a tunnel to " + target + " with");
    }

    @Test
    void what_follows_a_refusal_is_dropped_and_reported_no_more() {
        EmbeddedChannel channel = asking(null, "wss://service.example");
        HttpContent page = new DefaultHttpContent(Unpooled.copiedBuffer("no", StandardCharsets.UTF_8));
        channel.writeInbound(answer(403), page, answer(200));
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(page.refCnt()).isZero();
        channel.close();
        assertThat(refused).hasSize(1);
    }

    @Test
    void what_is_no_http_is_said_to_be_none() {
        HttpResponse broken = answer(200);
        broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("ICY")));
        asking(null, "wss://service.example").writeInbound(broken);
        assertThat(refused)
                .singleElement()
                .asString()
                .contains("proxy.example:3128 answered with what is no HTTP; check proxyHost and proxyPort");
    }

    @Test
    void a_connection_that_ends_without_an_answer_is_reported() {
        asking(null, "wss://service.example").close();
        assertThat(refused)
                .singleElement()
                .asString()
                .contains("proxy.example:3128 closed the connection without an answer")
                .doesNotContain("pw-2f9");
    }
}
