package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer.Reply;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A route that fetches its audio from a server of the test. */
abstract class SourceRouteSupport extends SttRouteSupport {

    /** The urlTimeout is that of users: a stream that is silent for as long is opened again, and is heard again from its beginning. */
    static final String QUICK = "&reconnectDelay=50&maxReconnectDelay=100";

    /** Of 16-bit mono at 16 kHz. */
    static final int BYTES_PER_SECOND = 32_000;

    RawHttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = RawHttpServer.start();
    }

    @AfterEach
    void nothing_stays_open() throws Exception {
        context.stop();
        await().until(() -> server.connections() == 0);
        server.close();
    }

    /** Adds a route that hears the URL. */
    void hear(String path, String options) throws Exception {
        addRoutes(routes -> routes.from("elevenlabs-stt:news?audioUrl=" + server.url(path) + QUICK + options)
                .routeId("news")
                .to("mock:news"));
    }

    void control(String action) throws Exception {
        switch (action) {
            case "stop" -> context.getRouteController().stopRoute("news");
            case "start" -> context.getRouteController().startRoute("news");
            case "suspend" -> context.getRouteController().suspendRoute("news");
            case "resume" -> context.getRouteController().resumeRoute("news");
            default -> throw new IllegalArgumentException(action);
        }
    }

    List<String> texts() {
        return mock("news").getExchanges().stream()
                .map(exchange -> exchange.getIn().getBody(String.class))
                .toList();
    }

    <T> List<T> headers(String name, Class<T> type) {
        return mock("news").getExchanges().stream()
                .map(exchange -> exchange.getIn().getHeader(name, type))
                .toList();
    }

    /** What radio sounds like: the words, then silence for as long as somebody listens, all of it in real time. */
    static void onAir(Reply reply, String words) throws Exception {
        reply.head("200 OK", "Content-Type: audio/wav").trickle(endless(words), BYTES_PER_SECOND / 10, ofMillis(100));
        byte[] silence = new byte[BYTES_PER_SECOND / 50];
        while (true) {
            reply.send(silence).pause(ofMillis(20));
        }
    }

    static byte[] endless(String words) {
        return WavFile.endless(16_000, Tones.pcm(16_000, words));
    }
}
