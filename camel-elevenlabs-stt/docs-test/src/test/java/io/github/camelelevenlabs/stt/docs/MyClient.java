package io.github.camelelevenlabs.stt.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client of the service that uses neither Camel nor the emulator. */
final class MyClient implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 60;

    private final CompletableFuture<String> transcript = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    MyClient(URI service) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("xi-api-key", "any")
                .buildAsync(
                        service.resolve("/v1/speech-to-text/realtime?model_id=scribe_v2_realtime&audio_format=pcm_16000"
                                + "&commit_strategy=manual"),
                        this)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a whole recording and commits it. */
    void send(byte[] pcm) {
        JsonNode chunk = JSON.valueToTree(Map.of(
                "message_type",
                "input_audio_chunk",
                "audio_base_64",
                Base64.getEncoder().encodeToString(pcm),
                "sample_rate",
                16_000,
                "commit",
                true));
        socket.sendText(chunk.toString(), true).join();
    }

    String transcript() {
        String text = transcript.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        return text;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            onMessage(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        transcript.completeExceptionally(error);
    }

    private void onMessage(String text) {
        try {
            JsonNode event = JSON.readTree(text);
            if (event.get("message_type").asText().equals("committed_transcript")) {
                transcript.complete(event.get("text").asText());
            }
        } catch (JsonProcessingException e) {
            transcript.completeExceptionally(e);
        }
    }
}
