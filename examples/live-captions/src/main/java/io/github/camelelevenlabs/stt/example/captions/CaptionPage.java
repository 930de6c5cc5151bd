package io.github.camelelevenlabs.stt.example.captions;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Serves the page, and the captions to it, for as long as its Vert.x is open. */
final class CaptionPage {

    private static final String HOST = "127.0.0.1";
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** A browser that has read nothing for this time has disconnected or is suspended. */
    private static final Duration UNREAD = Duration.ofSeconds(5);

    private final CaptionStream captions;
    private final String html = html();
    private final HttpServer server;

    /**
     * @param port 0 for a free one
     * @throws java.util.concurrent.CompletionException if nothing can listen there
     */
    CaptionPage(Vertx vertx, CaptionStream captions, int port) {
        this.captions = captions;
        this.server = vertx.createHttpServer(new HttpServerOptions().setWriteIdleTimeout((int) UNREAD.toSeconds()))
                .requestHandler(this::answer)
                .listen(port, HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        vertx.setPeriodic(BEAT.toMillis(), beat -> captions.beat());
    }

    URI address() {
        return URI.create("http://" + HOST + ":" + server.actualPort() + "/");
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/" ->
                request.response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .end(html);
            case "/captions" -> captions.handle(request);
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static String html() {
        try (InputStream file = CaptionPage.class.getResourceAsStream("/captions.html")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("captions.html cannot be read", e);
        }
    }
}
