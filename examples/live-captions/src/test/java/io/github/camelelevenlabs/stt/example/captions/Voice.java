package io.github.camelelevenlabs.stt.example.captions;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a page that speaks does, without a page. */
final class Voice implements WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BYTES_PER_MILLI = 32;
    private static final int CHUNK = 100 * BYTES_PER_MILLI;

    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private Voice(URI page, String... header) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (header.length > 0) {
            builder.header(header[0], header[1]);
        }
        this.socket = builder.buildAsync(
                        URI.create("ws" + page.resolve("microphone").toString().substring(4)), this)
                .join();
    }

    static Voice connect(URI page, String... header) {
        return new Voice(page, header);
    }

    /** Connects and says hello. */
    static Voice of(URI page, String id, String name) {
        return of(page, id, name, 0);
    }

    static Voice of(URI page, String id, String name, long from) {
        Voice voice = connect(page);
        voice.send(new JsonObject()
                .put("type", "hello")
                .put("id", id)
                .put("name", name)
                .put("from", from)
                .put("spoken", from)
                .encode());
        return voice;
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    void send(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    /** Says something, in pieces of 100 ms. @param position in milliseconds */
    void say(long position, byte[] pcm) {
        for (int at = 0; at < pcm.length; at += CHUNK) {
            send(audio(position + at / BYTES_PER_MILLI, Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + CHUNK))));
        }
    }

    static byte[] audio(long position, byte[] pcm) {
        return ByteBuffer.allocate(Long.BYTES + pcm.length)
                .putLong(position)
                .put(pcm)
                .array();
    }

    void stop() {
        send("{\"type\":\"stop\"}");
    }

    /** Where the server wants the audio from. */
    long welcome() {
        return next("welcome").getLong("from");
    }

    /** The next message of this type. */
    JsonObject next(String type) {
        return await().atMost(PATIENCE)
                .until(
                        this::poll,
                        message -> message.filter(m -> m.getString("type").equals(type))
                                .isPresent())
                .orElseThrow();
    }

    void awaitCaptioned(long position) {
        await().atMost(PATIENCE)
                .until(
                        this::poll,
                        message -> message.filter(m -> m.getLong("through", 0L) >= position)
                                .isPresent());
    }

    private Optional<JsonObject> poll() {
        return Optional.ofNullable(messages.poll());
    }

    /** The code with which the server closes the connection, and the reason. */
    String closed() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Without a word, as when a laptop is closed. */
    void vanish() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            messages.add(new JsonObject(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete((code + " " + reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete("broken");
    }
}
