package io.github.camelelevenlabs.stt.example.telephony;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Two people who talk at once, in messages as Twilio and Genesys publish them. */
class ConversationTest extends TelephonyTestBase {

    /** A call is sent faster than it was spoken, but on a busy machine not much. */
    private static final Duration PATIENCE = ofSeconds(60);

    private static final int FRAME = 160;
    private static final int FRAME_MILLIS = 20;

    private static final byte[] CALLER =
            Tones.at(8_000).say("one two").pause(ofSeconds(6)).say("five six").ulaw();
    private static final byte[] AGENT =
            Tones.at(8_000).say("three four").pause(ofSeconds(3)).say("seven").ulaw();

    private final List<JsonNode> replies = new CopyOnWriteArrayList<>();

    private WebSocket connect(URI address) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            replies.add(json(text.toString()));
                            text.setLength(0);
                        }
                        socket.request(1);
                        return null;
                    }
                })
                .join();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static byte[] frame(byte[] track, int number) {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, (byte) 0xFF);
        int from = Math.min(track.length, number * FRAME);
        System.arraycopy(track, from, frame, 0, Math.min(FRAME, track.length - from));
        return frame;
    }

    private static int frames() {
        return (Math.max(CALLER.length, AGENT.length) + FRAME - 1) / FRAME;
    }

    /** A Twilio stream with {@code track="both_tracks"}, without the messages that are lost. */
    private void twilioCall(String streamSid, IntPredicate lost) {
        WebSocket socket = connect(lines.bothTracks());
        say(socket, "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
        say(socket, """
                {"event":"start","sequenceNumber":"1","start":{"accountSid":"AC0001","streamSid":"%1$s","callSid":"CA0001",
                "tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
                "customParameters":{"FirstName":"Jane"}},"streamSid":"%1$s"}""".formatted(streamSid));
        int sequence = 2;
        for (int number = 0; number < frames(); number++) {
            int millis = number * FRAME_MILLIS + 5;
            if (!lost.test(number)) {
                say(socket, media(streamSid, sequence++, "outbound", number + 1, millis, frame(AGENT, number)));
                say(socket, media(streamSid, sequence++, "inbound", number + 1, millis, frame(CALLER, number)));
            }
        }
        say(socket, """
                {"event":"mark","sequenceNumber":"%d","streamSid":"%s","mark":{"name":"my label"}}""".formatted(sequence++, streamSid));
        say(socket, """
                {"event":"stop","sequenceNumber":"%d","stop":{"accountSid":"AC0001","callSid":"CA0001"},"streamSid":"%s"}""".formatted(sequence, streamSid));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private static String media(String streamSid, int sequence, String track, int chunk, int millis, byte[] frame) {
        return """
                {"event":"media","sequenceNumber":"%d","media":{"track":"%s","chunk":"%d","timestamp":"%d","payload":"%s"},\
                "streamSid":"%s"}""".formatted(sequence, track, chunk, millis, Base64.getEncoder().encodeToString(frame), streamSid);
    }

    private static void say(WebSocket socket, String message) {
        socket.sendText(message, true).join();
    }

    @Test
    void both_tracks_of_twilio_are_two_speakers_of_one_call() {
        twilioCall("MZ0001", number -> false);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(printed).hasSize(4));
        assertThat(printed)
                .containsOnlyOnce(
                        "[MZ0001] inbound: one two",
                        "[MZ0001] outbound: three four",
                        "[MZ0001] outbound: seven",
                        "[MZ0001] inbound: five six");
        assertThat(printed.subList(2, 4)).containsExactly("[MZ0001] outbound: seven", "[MZ0001] inbound: five six");
    }

    @Test
    void what_is_said_behind_lost_messages_of_twilio_is_heard() {
        // In the pause of both.
        twilioCall("MZ0002", number -> number % 7 == 3 && number > 100 && number < 180);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(printed).hasSize(4));
        assertThat(printed.subList(2, 4)).containsExactly("[MZ0002] outbound: seven", "[MZ0002] inbound: five six");
    }

    private static final String HOOK = "e160e428-53e2-487c-977d-96989bf5c99d";

    private static String hook(String type, int seq, int serverSeq, String position, String parameters) {
        return """
                {"version":"2","type":"%s","seq":%d,"serverseq":%d,"id":"%s","position":"%s","parameters":%s}""".formatted(type, seq, serverSeq, HOOK, position, parameters);
    }

    private JsonNode reply(int number) {
        await().atMost(PATIENCE).until(() -> replies.size() >= number);
        return replies.get(number - 1);
    }

    private WebSocket openHook() {
        WebSocket socket = connect(lines.audioHook());
        say(socket, hook("open", 1, 0, "PT0S", """
                        {"organizationId":"d7934305-0972-4844-938e-9060eef73d05","conversationId":"090eaa2f-72fa-480a-83e0-8667ff89c0ec",
                        "participant":{"id":"883efee8-3d6c-4537-b500-6d7ca4b92fa0","ani":"+1-555-555-1234","aniName":"John Doe",
                        "dnis":"+1-800-555-6789"},"media":[
                        {"type":"audio","format":"PCMU","channels":["external","internal"],"rate":8000},
                        {"type":"audio","format":"PCMU","channels":["external"],"rate":8000},
                        {"type":"audio","format":"PCMU","channels":["internal"],"rate":8000}],"language":"en-US"}"""));
        JsonNode opened = reply(1);
        assertThat(opened.path("type").asText()).isEqualTo("opened");
        assertThat(opened.path("id").asText()).isEqualTo(HOOK);
        assertThat(opened.path("clientseq").asInt()).isEqualTo(1);
        assertThat(opened.at("/parameters/startPaused").asBoolean(true)).isFalse();
        assertThat(opened.at("/parameters/media/0/channels")).hasToString("[\"external\",\"internal\"]");
        assertThat(opened.at("/parameters/media")).hasSize(1);
        return socket;
    }

    private static byte[] stereo(int number) {
        byte[] external = frame(CALLER, number);
        byte[] internal = frame(AGENT, number);
        byte[] both = new byte[2 * FRAME];
        for (int i = 0; i < FRAME; i++) {
            both[2 * i] = external[i];
            both[2 * i + 1] = internal[i];
        }
        return both;
    }

    @Test
    void both_channels_of_audiohook_are_two_speakers_and_its_messages_are_answered() {
        WebSocket socket = openHook();
        for (int number = 0; number < frames(); number++) {
            socket.sendBinary(ByteBuffer.wrap(stereo(number)), true).join();
            if (number == 50) {
                say(socket, hook("ping", 2, 1, "PT1S", "{\"rtt\":\"PT0.0234S\"}"));
            }
        }
        assertThat(reply(2).path("type").asText()).isEqualTo("pong");
        say(socket, hook("close", 3, 2, "PT9S", "{\"reason\":\"end\"}"));
        JsonNode closed = reply(3);
        assertThat(closed.path("type").asText()).isEqualTo("closed");
        assertThat(closed.path("seq").asInt()).isEqualTo(3);
        assertThat(closed.path("clientseq").asInt()).isEqualTo(3);
        String call = "[" + HOOK + "] ";
        assertThat(printed)
                .as("before the session is closed")
                .hasSize(4)
                .containsOnlyOnce(
                        call + "external: one two",
                        call + "internal: three four",
                        call + "internal: seven",
                        call + "external: five six");
        assertThat(printed.subList(2, 4)).containsExactly(call + "internal: seven", call + "external: five six");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void what_audiohook_discards_is_a_gap() {
        WebSocket socket = openHook();
        for (int number = 0; number < frames(); number++) {
            if (number == 120) {
                say(socket, hook("paused", 2, 1, "PT2.4S", "{}"));
            } else if (number == 160) {
                say(socket, hook("resumed", 3, 1, "PT3.2S", "{\"start\":\"PT2.4S\",\"discarded\":\"PT0.8S\"}"));
            }
            if (number < 120 || number >= 160) {
                socket.sendBinary(ByteBuffer.wrap(stereo(number)), true).join();
            }
        }
        say(socket, hook("close", 4, 1, "PT9S", "{\"reason\":\"end\"}"));
        assertThat(reply(2).path("type").asText()).isEqualTo("closed");
        assertThat(printed).hasSize(4);
        assertThat(printed.get(3)).endsWith("external: five six");
    }

    @Test
    void a_probe_of_audiohook_costs_nothing() {
        WebSocket socket = openHook();
        say(socket, hook("close", 2, 1, "PT0S", "{\"reason\":\"end\"}"));
        assertThat(reply(2).path("type").asText()).isEqualTo("closed");
        assertThat(emulator.sessions()).isEmpty();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
