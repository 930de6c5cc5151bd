package io.github.camelelevenlabs.stt.example.telephony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An AudioHook session, which is one connection: what it sends is counted and answered. Used by one thread at a time. */
final class HookSession {

    private static final int SAMPLES_PER_MILLI = 8;
    private static final String TWO_CHANNELS = "audio/PCMU;rate=8000;channels=2";

    private String id = "";
    private long sent;
    private long received;
    private List<String> channels = List.of();
    private long samples;
    private boolean heard;

    /** The key of the call. */
    String id() {
        return id;
    }

    /** Who speaks on which channel: {@code external}, the customer, and {@code internal}, the agent. */
    List<String> channels() {
        return channels;
    }

    String contentType() {
        return channels.size() == 2 ? TWO_CHANNELS : "audio/PCMU;rate=8000;channels=1";
    }

    /** Whether any audio has come. A probe of the connection brings none. */
    boolean heard() {
        return heard;
    }

    /** Counts a frame; returns where it begins in the call, in milliseconds. */
    long onFrame(byte[] frame) {
        long begins = samples / SAMPLES_PER_MILLI;
        samples += frame.length / channels.size();
        heard = true;
        return begins;
    }

    /** The reply to a message; null for none. */
    ObjectNode replyTo(JsonNode message) {
        received = message.path("seq").asLong();
        JsonNode parameters = message.path("parameters");
        return switch (message.path("type").asText()) {
            case "open" -> open(message.path("id").asText(), parameters.path("media"));
            case "ping" -> reply("pong");
            case "close" -> reply("closed");
            case "discarded", "resumed" -> {
                skip(parameters);
                yield null;
            }
            default -> null;
        };
    }

    /** The client offers formats, with both channels first; the server selects one. */
    private ObjectNode open(String session, JsonNode media) {
        id = session;
        JsonNode selected = null;
        for (JsonNode offered : media) {
            boolean usable = offered.path("format").asText().equals("PCMU");
            boolean better = selected == null
                    || offered.path("channels").size()
                            > selected.path("channels").size();
            selected = usable && better ? offered : selected;
        }
        if (selected == null) {
            ObjectNode refusal = reply("disconnect");
            refusal.withObject("/parameters").put("reason", "error").put("info", "PCMU is needed");
            return refusal;
        }
        List<String> speakers = new ArrayList<>();
        selected.path("channels").forEach(channel -> speakers.add(channel.asText()));
        channels = List.copyOf(speakers);
        ObjectNode opened = reply("opened");
        opened.withObject("/parameters")
                .put("startPaused", false)
                .withArray("/media")
                .add(selected);
        return opened;
    }

    /** Audio that the client has left out, such as during a pause, is a gap. */
    private void skip(JsonNode parameters) {
        Duration start = Duration.parse(parameters.path("start").asText("PT0S"));
        Duration discarded = Duration.parse(parameters.path("discarded").asText("PT0S"));
        samples = Math.max(samples, start.plus(discarded).toMillis() * SAMPLES_PER_MILLI);
    }

    private ObjectNode reply(String type) {
        sent++;
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("version", "2")
                .put("type", type)
                .put("seq", sent)
                .put("clientseq", received)
                .put("id", id);
        reply.putObject("parameters");
        return reply;
    }
}
