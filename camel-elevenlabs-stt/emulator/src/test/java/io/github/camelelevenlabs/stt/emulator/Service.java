package io.github.camelelevenlabs.stt.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A service that {@link Conformance} asks: the real one, or an emulator.
 *
 * @param speed how much faster than real time it is, 1 for the real one
 */
record Service(URI uri, String apiKey, double speed) {
    static final int SAMPLE_RATE = 16_000;
    private static final int BYTES_PER_SECOND = 2 * SAMPLE_RATE;
    private static final Duration CHUNK = Duration.ofMillis(100);

    RealtimeClient connect(String query) {
        return RealtimeClient.connect(uri, query, apiKey);
    }

    RealtimeClient start(String query) {
        RealtimeClient client = connect(query);
        client.next("session_started");
        return client;
    }

    /** Sends audio at this many times the speed of speech. */
    void speak(RealtimeClient client, byte[] pcm, double pace) {
        int piece = (int) (BYTES_PER_SECOND * CHUNK.toMillis() / 1000);
        for (int from = 0; from < pcm.length; from += piece) {
            client.audio(Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + piece)));
            pause((long) (CHUNK.toNanos() / pace / speed));
        }
    }

    private static void pause(long nanos) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS))
                .join();
    }

    /** The duration of this action in the service's time. */
    Duration time(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return Duration.ofNanos((long) ((System.nanoTime() - start) * speed));
    }

    String mintToken() {
        URI address = URI.create(uri.toString().replaceFirst("^ws", "http") + "/v1/single-use-token/realtime_scribe");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("xi-api-key", apiKey)
                .POST(BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return new ObjectMapper().readTree(response.body()).path("token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("No token", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** The text without the key. */
    @Override
    public String toString() {
        return uri.toString();
    }
}
