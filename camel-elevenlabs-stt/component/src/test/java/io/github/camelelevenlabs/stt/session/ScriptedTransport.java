package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.protocol.ChunkJson;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport whose service the test plays: sends the messages of the test and records those of the client. */
final class ScriptedTransport implements Transport, Transport.Link {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MAX_UNSENT = 8;

    private static final String EMPTY_COMMIT = "{\"message_type\":\"committed_transcript\",\"text\":\"\"}";

    /** A message that the client sent on the newest connection. */
    record Sent(byte[] audio, boolean commit, String previousText) {
        boolean isAudio() {
            return audio.length > 0;
        }
    }

    private final ManualTime time;
    private final List<Sent> sent = new ArrayList<>();
    private int unsent;
    private CompletableFuture<Link> opened;
    private Upgrade upgrade;
    /** Null before the first connection. */
    private Receiver receiver;

    private int connects;
    private int pings;
    private boolean withholdsPongs;
    private boolean withholdsWrites;
    private boolean answersEmpty;
    private Integer closedWith;
    private boolean aborted;
    private boolean paused;

    ScriptedTransport(ManualTime time) {
        this.time = time;
    }

    @Override
    public CompletionStage<Link> connect(Callable<Upgrade> request, Receiver from) {
        connects++;
        sent.clear();
        aborted = false;
        closedWith = null;
        receiver = from;
        opened = new CompletableFuture<>();
        try {
            upgrade = request.call();
        } catch (Exception e) {
            opened.completeExceptionally(e);
        }
        return opened;
    }

    @Override
    public void send(InputAudioChunk chunk) {
        JsonNode message;
        try {
            message = JSON.readTree(new String(ChunkJson.of(chunk), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        assertThat(message.path("message_type").asText()).isEqualTo("input_audio_chunk");
        sent.add(new Sent(
                Base64.getDecoder().decode(message.path("audio_base_64").asText()),
                message.path("commit").asBoolean(),
                message.path("previous_text").asText(null)));
        if (answersEmpty && sent.get(sent.size() - 1).commit()) {
            receiver.onText(EMPTY_COMMIT);
        }
        if (withholdsWrites) {
            unsent++;
        }
    }

    @Override
    public boolean isWritable() {
        return unsent < MAX_UNSENT;
    }

    @Override
    public void ping() {
        pings++;
        if (!withholdsPongs) {
            receiver.onPong();
        }
    }

    @Override
    public void close(int code, String reason) {
        closedWith = code;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    /** The upgrade succeeds; the session has not started. */
    ScriptedTransport accept() {
        opened.complete(this);
        time.settle();
        return this;
    }

    /** The upgrade succeeds and the session starts. */
    ScriptedTransport start() {
        return accept().message("{\"message_type\":\"session_started\",\"session_id\":\"s1\",\"config\":{}}");
    }

    /** The upgrade fails. */
    ScriptedTransport refuse(Throwable failure) {
        opened.completeExceptionally(failure);
        time.settle();
        return this;
    }

    /** The service sends a message. */
    ScriptedTransport message(String json) {
        receiver.onText(json);
        time.settle();
        return this;
    }

    ScriptedTransport partial(String text) {
        return message("{\"message_type\":\"partial_transcript\",\"text\":\"" + text + "\"}");
    }

    ScriptedTransport committed(String text) {
        return message("{\"message_type\":\"committed_transcript\",\"text\":\"" + text + "\"}");
    }

    /** The twin of a plain commit: the whole text is one word, from start to end in seconds. */
    ScriptedTransport timed(String text, double start, double end) {
        return message("{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"" + text
                + "\",\"language_code\":\"en\",\"words\":[{\"text\":\"" + text + "\",\"start\":" + start + ",\"end\":"
                + end
                + ",\"type\":\"word\",\"logprob\":0.0}]}");
    }

    ScriptedTransport entities(String text, String entity) {
        int start = text.codePointCount(0, text.indexOf(entity));
        return message("{\"message_type\":\"committed_transcript_entities\",\"text\":\"" + text
                + "\",\"entities\":[{\"text\":\"" + entity + "\",\"entity_type\":\"name\",\"start_char\":" + start
                + ",\"end_char\":" + (start + entity.codePointCount(0, entity.length())) + "}]}");
    }

    ScriptedTransport noEntities(String text) {
        return message(
                "{\"message_type\":\"committed_transcript_entities\",\"text\":\"" + text + "\",\"entities\":[]}");
    }

    ScriptedTransport edited(String text, String editedText) {
        return message("{\"message_type\":\"edited_transcript\",\"text\":\"" + text + "\",\"edited_text\":\""
                + editedText + "\"}");
    }

    ScriptedTransport error(String type, String text) {
        return message("{\"message_type\":\"" + type + "\",\"error\":\"" + text + "\"}");
    }

    /** The service closes the connection. */
    ScriptedTransport closes(int code, String reason) {
        receiver.onClosed(code, reason);
        time.settle();
        return this;
    }

    /** The connection is reset. */
    ScriptedTransport losesConnection() {
        receiver.onLost(new IOException("Connection reset"));
        time.settle();
        return this;
    }

    /** From now on the socket takes nothing more, and there is room for 8 messages in front of it. */
    void stopsReading() {
        withholdsWrites = true;
    }

    /** From now on every commit is answered at once, with an empty text. */
    void answersEmpty() {
        answersEmpty = true;
    }

    /** From now on no ping is answered, although the connection stays open. */
    void withholdsPongs() {
        withholdsPongs = true;
    }

    /** Answers a ping that was withheld. */
    void sendsPong() {
        receiver.onPong();
        time.settle();
    }

    /** The socket takes all messages, those that wait and later ones. */
    void readsAgain() {
        withholdsWrites = false;
        unsent = 0;
        if (receiver != null) {
            receiver.onWritable();
        }
        time.settle();
    }

    int connects() {
        return connects;
    }

    Upgrade upgrade() {
        return upgrade;
    }

    List<Sent> sent() {
        return sent;
    }

    List<Sent> commits() {
        return sent.stream().filter(Sent::commit).toList();
    }

    /** All audio sent, in milliseconds of pcm_16000. */
    long audioMillis() {
        return sent.stream().mapToLong(message -> message.audio().length).sum() / 32;
    }

    /** Whether the client has cancelled the connection attempt. */
    boolean isCancelled() {
        return opened.isCancelled();
    }

    /** The code of the client's close frame; null before it. */
    Integer closedWith() {
        return closedWith;
    }

    /** Whether the client has paused reading. */
    boolean isPaused() {
        return paused;
    }

    boolean isAborted() {
        return aborted;
    }
}
