package io.github.camelelevenlabs.stt.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.script.Moment;
import io.github.camelelevenlabs.stt.emulator.service.Link;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSession;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSettings;
import io.github.camelelevenlabs.stt.emulator.service.SessionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client of a {@link ServiceOnDesk}. Audio is 16 kHz PCM. */
final class ClientOnDesk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BYTES_PER_SECOND = 32_000;
    private static final int BYTES_PER_CHUNK = BYTES_PER_SECOND / 10;
    private static final Duration CHUNK = Duration.ofMillis(100);

    /** @param at since the connection was opened */
    record Received(Duration at, JsonNode json) {
        String type() {
            return json.get("message_type").asText();
        }

        String text() {
            return json.path("text")
                    .asText(json.path("error").asText(json.path("warning").asText()));
        }

        /** For example {@code 200 committed_transcript one two}, with the time in milliseconds. */
        @Override
        public String toString() {
            return (at.toMillis() + " " + type() + " " + text()).trim();
        }
    }

    private final ManualTime time;
    private final long opened;
    private final RecordedSession record;
    private final ServiceSession session;
    private final List<Received> received = new ArrayList<>();
    private final List<Boolean> reading = new ArrayList<>();
    private int pings;
    private int fresh;
    private String end = "open";
    private Duration endedAt;

    ClientOnDesk(ManualTime time, SessionRequest request, ServiceSettings settings) {
        this.time = time;
        opened = time.nanoTime();
        record = request.record();
        session = new ServiceSession(request, settings, time.clock(), new Wire());
        session.opened(request.script().due(record.connection(), moment -> moment instanceof Moment.Opening));
    }

    ClientOnDesk after(Duration duration) {
        time.advance(duration);
        return this;
    }

    ClientOnDesk afterMillis(long milliseconds) {
        return after(Duration.ofMillis(milliseconds));
    }

    ClientOnDesk send(String text) {
        session.onText(text.getBytes(StandardCharsets.UTF_8));
        time.advance(Duration.ZERO);
        return this;
    }

    ClientOnDesk chunk(byte[] audio, boolean commit) {
        return send(RealtimeClient.chunkOf(audio).put("commit", commit).toString());
    }

    /** Sends all audio at once, in chunks of 100 ms. */
    ClientOnDesk audio(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += BYTES_PER_CHUNK) {
            chunk(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + BYTES_PER_CHUNK)), false);
        }
        return this;
    }

    /** Sends like a microphone: 100 ms of audio every 100 ms. */
    ClientOnDesk live(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += BYTES_PER_CHUNK) {
            after(CHUNK).chunk(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + BYTES_PER_CHUNK)), false);
        }
        return this;
    }

    ClientOnDesk say(String words) {
        return audio(Tones.pcm(16_000, words));
    }

    ClientOnDesk silence(Duration duration) {
        return audio(silent(duration));
    }

    static byte[] silent(Duration duration) {
        return new byte[(int) (duration.toMillis() * BYTES_PER_SECOND / 1_000)];
    }

    ClientOnDesk commit() {
        return chunk(new byte[0], true);
    }

    ClientOnDesk keepalive() {
        return chunk(new byte[0], false);
    }

    ClientOnDesk binary(int bytes) {
        session.onBinary(bytes);
        return this;
    }

    ClientOnDesk pingService() {
        session.onPing();
        return this;
    }

    ClientOnDesk closeNormally() {
        session.onClientClose(1000, "");
        return this;
    }

    RecordedSession record() {
        return record;
    }

    /** All messages so far, such as {@code 200 committed_transcript one two}. */
    List<String> log() {
        return received.stream().map(Received::toString).toList();
    }

    /** The messages since the last call of this method. */
    List<String> news() {
        List<String> news = log().subList(fresh, received.size());
        fresh = received.size();
        return news;
    }

    List<String> types() {
        return received.stream().map(Received::type).toList();
    }

    List<String> texts(String type) {
        return received.stream()
                .filter(message -> message.type().equals(type))
                .map(Received::text)
                .toList();
    }

    JsonNode last(String type) {
        return received.stream()
                .filter(message -> message.type().equals(type))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("No " + type + " in " + log()))
                .json();
    }

    int pings() {
        return pings;
    }

    /** Every start and stop of reading by the service. */
    List<Boolean> reading() {
        return reading;
    }

    /** {@code open}, a code and a reason, {@code hung up}, {@code reset} or {@code close answered}. */
    String end() {
        return end;
    }

    /** The milliseconds since the connection was opened. */
    long endedAt() {
        return endedAt.toMillis();
    }

    private void ended(String how) {
        if (endedAt == null) {
            end = how;
            endedAt = sinceOpened();
        }
    }

    private Duration sinceOpened() {
        return Duration.ofNanos(time.nanoTime() - opened);
    }

    /** The service's end of the connection. */
    private final class Wire implements Link {
        @Override
        public void send(String text) {
            try {
                received.add(new Received(sinceOpened(), JSON.readTree(text)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Not JSON: " + text, e);
            }
        }

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void reading(boolean reads) {
            reading.add(reads);
        }

        @Override
        public void close(int code, String reason) {
            ended((code + " " + reason).trim());
        }

        @Override
        public void answerClose() {
            ended("close answered");
        }

        @Override
        public void hangUp() {
            ended("hung up");
        }

        @Override
        public void reset() {
            ended("reset");
        }
    }
}
