package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRecipeTest extends RecipeSupport {

    private HttpServer archive;

    @BeforeEach
    void startArchive() throws Exception {
        archive = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        archive.createContext("/", HttpRecipeTest::answer);
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

    private static void answer(HttpExchange request) throws IOException {
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
    void one_that_is_not_there_fails_before_any_session() {
        Exchange missing = template.request(
                "direct:fetch", exchange -> exchange.getMessage().setHeader("recording", "43.wav"));
        assertThat(missing.getException())
                .isInstanceOfSatisfying(
                        HttpOperationFailedException.class,
                        failure -> assertThat(failure.getStatusCode()).isEqualTo(404));
        assertThat(emulator.sessions()).isEmpty();
    }
}
