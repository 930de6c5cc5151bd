package io.github.camelelevenlabs.stt.example.captions;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Serves the page, the captions to it, and its microphone, for as long as its Vert.x is open. */
final class CaptionPage {

    private static final String HOST = "127.0.0.1";
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** A browser that has read nothing for this time has disconnected or is suspended. */
    private static final Duration UNREAD = Duration.ofSeconds(5);

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, Buffer> FILES = files();
    /** Nothing comes from elsewhere, and nothing goes there. */
    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'",
            "Permissions-Policy",
            "microphone=(self), camera=()",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff");

    private final CaptionStream captions;
    private final HttpServer server;

    /**
     * @param port 0 for a free one
     * @throws java.util.concurrent.CompletionException if nothing can listen there
     */
    CaptionPage(Vertx vertx, CaptionStream captions, Microphones microphones, int port) {
        this.captions = captions;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setWriteIdleTimeout((int) UNREAD.toSeconds())
                        .setMaxWebSocketFrameSize(Microphones.HEADER + Microphones.MAX_AUDIO)
                        .setMaxWebSocketMessageSize(Microphones.HEADER + Microphones.MAX_AUDIO)
                        // Audio gains nothing by it, and a small message could become a large one.
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false))
                .requestHandler(this::answer)
                .webSocketHandshakeHandler(microphones::handshake)
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
        SECURITY.forEach(request.response()::putHeader);
        String path = request.path();
        if (path.equals("/captions")) {
            captions.handle(request);
        } else if (FILES.containsKey(path)) {
            String type = path.endsWith(".js") ? SCRIPT : path.endsWith(".css") ? "text/css; charset=utf-8" : HTML;
            request.response()
                    .putHeader("Content-Type", type)
                    .putHeader("Cache-Control", "no-cache")
                    .end(FILES.get(path));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static Map<String, Buffer> files() {
        return Map.of(
                "/", file("captions.html"),
                "/captions.css", file("captions.css"),
                "/captions.js", file("captions.js"),
                "/microphone.js", file("microphone.js"),
                "/uplink.js", file("uplink.js"),
                "/pcm.js", file("pcm.js"),
                "/resampler.js", file("resampler.js"));
    }

    private static Buffer file(String name) {
        try (InputStream file = CaptionPage.class.getResourceAsStream("/page/" + name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
