package io.github.camelelevenlabs.stt.emulator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client of the service that records all received messages. */
public final class RealtimeClient implements AutoCloseable, WebSocket.Listener {
    public static final String PATH = "/v1/speech-to-text/realtime";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    // An upper bound: a slow computer recognises speech at a fraction of real time.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How the connection ended. @param code -1 when it was lost */
    public record Closed(int code, String reason) {}

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> pongs = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder fragments = new StringBuilder();
    private final WebSocket socket;
    private int examined;

    private RealtimeClient(URI address, String key) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (key != null) {
            builder.header("xi-api-key", key);
        }
        socket = builder.buildAsync(address, this).join();
    }

    /** Connects with a key. @param query such as {@code commit_strategy=vad}, or empty */
    static RealtimeClient connect(SttEmulator emulator, String query) {
        return connect(emulator, query, "key");
    }

    static RealtimeClient connect(SttEmulator emulator, String query, String key) {
        return connect(emulator.uri(), query, key);
    }

    /**
     * @param base the address without the path
     */
    static RealtimeClient connect(URI base, String query, String key) {
        return new RealtimeClient(URI.create(base + PATH + (query.isEmpty() ? "" : "?" + query)), key);
    }

    /** Connects and waits until the session has started. */
    public static RealtimeClient start(SttEmulator emulator, String query) {
        RealtimeClient client = connect(emulator, query);
        client.next("session_started");
        return client;
    }

    public RealtimeClient audio(byte[] bytes) {
        return chunk(bytes, false);
    }

    /** Sends the audio in pieces of this many bytes. */
    public RealtimeClient audio(byte[] bytes, int piece) {
        for (int from = 0; from < bytes.length; from += piece) {
            audio(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
        return this;
    }

    public RealtimeClient commit() {
        return chunk(new byte[0], true);
    }

    public RealtimeClient keepalive() {
        return chunk(new byte[0], false);
    }

    public RealtimeClient chunk(byte[] bytes, boolean commit) {
        return send(chunkOf(bytes).put("commit", commit));
    }

    RealtimeClient previousText(String text) {
        return send(chunkOf(new byte[0]).put("previous_text", text));
    }

    static ObjectNode chunkOf(byte[] bytes) {
        return JSON.createObjectNode()
                .put("message_type", "input_audio_chunk")
                .put("audio_base_64", Base64.getEncoder().encodeToString(bytes));
    }

    RealtimeClient send(JsonNode message) {
        return send(message.toString());
    }

    RealtimeClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    RealtimeClient sendInFragments(String text, int piece) {
        for (int from = 0; from < text.length(); from += piece) {
            int to = Math.min(text.length(), from + piece);
            socket.sendText(text.substring(from, to), to == text.length()).join();
        }
        return this;
    }

    RealtimeClient binary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    RealtimeClient ping(String text) {
        socket.sendPing(ByteBuffer.wrap(text.getBytes())).join();
        return this;
    }

    /** Waits for the next message of this type and skips others. */
    public JsonNode next(String type) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> find(type) >= 0);
        int index = find(type);
        examined = index + 1;
        return received.get(index);
    }

    public String nextCommitted() {
        return next("committed_transcript").get("text").asText();
    }

    private int find(String type) {
        for (int i = examined; i < received.size(); i++) {
            if (received.get(i).get("message_type").asText().equals(type)) {
                return i;
            }
        }
        return -1;
    }

    /** The types of everything received so far. */
    public List<String> types() {
        return received.stream()
                .map(message -> message.get("message_type").asText())
                .toList();
    }

    List<JsonNode> all(String type) {
        return received.stream()
                .filter(message -> message.get("message_type").asText().equals(type))
                .toList();
    }

    List<String> texts(String type) {
        return all(type).stream().map(message -> message.get("text").asText()).toList();
    }

    List<String> pongs() {
        return new ArrayList<>(pongs);
    }

    public Closed awaitClosed() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(closed::isDone);
        return closed.join();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Closes with 1000 and waits for the answer. */
    Closed finish() {
        socket.sendClose(1000, "bye").join();
        return awaitClosed();
    }

    /** Closes the socket without a close frame. */
    void vanish() {
        socket.abort();
    }

    /** Closes normally, if the connection is still open. */
    @Override
    public void close() {
        if (!closed.isDone() && !socket.isOutputClosed()) {
            socket.sendClose(1000, "").exceptionally(gone -> socket).join();
            closed.completeOnTimeout(new Closed(-1, "no answer"), 2, TimeUnit.SECONDS)
                    .join();
        }
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        fragments.append(data);
        if (last) {
            try {
                received.add(JSON.readTree(fragments.toString()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Not JSON: " + fragments, e);
            }
            fragments.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.add(new String(bytes(message)));
        webSocket.request(1);
        return null;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(new Closed(-1, error.toString()));
    }
}
