package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A fetcher and a server whose responses are written byte by byte. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class FetchSupport {

    static final byte[] AUDIO = "RIFF and what follows it".getBytes();

    RawHttpServer server;
    UrlFetcher fetcher;

    @BeforeEach
    void start() throws Exception {
        server = RawHttpServer.start();
        fetcher = Fetchers.of(ofSeconds(5));
    }

    @AfterEach
    void stop() throws Exception {
        fetcher.close();
        server.close();
    }

    FetchedAudio open(String url) throws IOException {
        return fetcher.fetch(WebUrl.parse(url), Reach.ANYWHERE).open(TrackChoice.FIRST);
    }

    byte[] bytes(String path) throws IOException {
        try (InputStream stream = open(server.url(path)).stream()) {
            return stream.readAllBytes();
        }
    }
}
