package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.processor.PredicateValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRecipeTest extends RecipeSupport {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer archive;

    @BeforeEach
    void startArchive() throws Exception {
        archive = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        archive.createContext("/", this::answer);
        archive.start();
        property("archive", "127.0.0.1:" + archive.getAddress().getPort());
        property("archive.token", "t0ken");
        context.addRoutes(new HttpRoutes());
        start();
    }

    @AfterEach
    void stopArchive() {
        archive.stop(0);
    }

    private void answer(HttpExchange request) throws IOException {
        asked.add(request.getRequestURI().toString());
        boolean known = "Bearer t0ken".equals(request.getRequestHeaders().getFirst("Authorization"))
                && request.getRequestURI().getPath().equals("/42.wav");
        byte[] audio = known ? wav("one two three") : new byte[0];
        request.getResponseHeaders().add("Content-Type", "audio/wav");
        request.sendResponseHeaders(known ? 200 : 404, audio.length);
        request.getResponseBody().write(audio);
        request.close();
    }

    @Test
    void a_recording_is_fetched_with_the_token_and_transcribed() {
        assertThat(template.requestBodyAndHeader("direct:fetch", null, "recording", "42.wav", String.class))
                .isEqualTo("one two three");
    }

    @Test
    void a_missing_recording_fails_before_any_session() {
        Exchange missing = template.request(
                "direct:fetch", exchange -> exchange.getMessage().setHeader("recording", "43.wav"));
        assertThat(missing.getException())
                .isInstanceOfSatisfying(
                        HttpOperationFailedException.class,
                        failure -> assertThat(failure.getStatusCode()).isEqualTo(404));
        assertThat(emulator.sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?b.wav", "a#b.wav", "../42.wav", "..", "talks/42.wav", "%2e%2e", ""})
    void an_invalid_name_is_not_requested(String name) {
        Exchange refused = template.request(
                "direct:fetch", exchange -> exchange.getMessage().setHeader("recording", name));
        assertThat(refused.getException()).isInstanceOf(PredicateValidationException.class);
        assertThat(asked).isEmpty();
    }

    /** These URLs lead to this server too, so that it would notice a request. */
    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "CamelRestHttpUri"})
    void an_address_in_the_message_does_not_get_the_token(String header) {
        String elsewhere = "http://localhost:" + archive.getAddress().getPort() + "/elsewhere";
        Map<String, Object> headers = Map.of("recording", "42.wav", header, elsewhere);
        assertThat(template.requestBodyAndHeaders("direct:fetch", null, headers, String.class))
                .isEqualTo("one two three");
        assertThat(asked).containsExactly("/42.wav");
    }
}
