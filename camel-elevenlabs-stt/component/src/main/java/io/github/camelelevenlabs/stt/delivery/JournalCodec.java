package io.github.camelelevenlabs.stt.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The JSON of the entries; it is the one class that knows their field names. An entry is one line of ASCII, whatever its text, so that
 * every store and every database encoding holds it unchanged. Segments have the shape of the JSON results, but their confidences are
 * not rounded: what is routed again has the numbers it had. Safe for use by many threads.
 */
final class JournalCodec {

    /** Of the entries. A change that an older reader would misunderstand needs another one. */
    static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addMixIn(Word.class, ExactWord.class)
            .build();

    /** More than any audio has. */
    private static final int MAX_CHANNELS = 65_535;

    private static final double MAX_MILLIS = 1e16;

    private static final double NANOS_PER_MILLI = 1_000_000;

    private JournalCodec() {}

    /** Takes the rounding from the words. */
    private interface ExactWord {
        @JsonProperty("confidence")
        @JsonSerialize(using = JsonSerializer.None.class)
        double confidence();
    }

    static String write(JournalEntry entry) {
        ObjectNode json = MAPPER.createObjectNode();
        if (entry instanceof JournalEntry.Head head) {
            json.put("version", VERSION).put("session", head.sessionId());
            json.put("rate", head.rate()).put("channels", head.channels());
        } else if (entry instanceof JournalEntry.Said said) {
            json.set("segment", MAPPER.valueToTree(said.segment()));
            json.put("through", millis(said.through()));
            putSent(json, said.sent());
        } else if (entry instanceof JournalEntry.Routed routed) {
            json.put("routed", routed.index());
        } else if (entry instanceof JournalEntry.Covered covered) {
            json.put("covered", millis(covered.through())).put("channel", covered.channel());
            putSent(json, covered.sent());
        } else {
            throw new IllegalStateException("no JSON for " + entry.getClass());
        }
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of texts and numbers are always JSON", e);
        }
    }

    private static void putSent(ObjectNode json, Duration sent) {
        if (!sent.isZero()) {
            json.put("sent", millis(sent));
        }
    }

    /** @throws UnreadableJournalException when it is no entry of this version */
    static JournalEntry read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (json.path("version").isIntegralNumber()) {
                return head(json);
            } else if (json.path("segment").isObject()) {
                return said(json);
            } else if (json.path("routed").isInt()) {
                return new JournalEntry.Routed(json.get("routed").intValue());
            } else if (json.path("covered").isNumber()) {
                return new JournalEntry.Covered(
                        channel(json.path("channel")), duration(json.get("covered")), sent(json));
            }
        } catch (JsonProcessingException damaged) {
            throw new UnreadableJournalException("is damaged", damaged);
        }
        throw new UnreadableJournalException("is of no kind that this version knows", null);
    }

    private static JournalEntry head(JsonNode json) {
        if (json.get("version").longValue() != VERSION) {
            throw new UnreadableJournalException(
                    "is of version " + json.get("version").asText() + ", and this component reads version " + VERSION,
                    null);
        }
        String session = json.path("session").asText();
        int rate = json.path("rate").asInt();
        int channels = json.path("channels").asInt();
        if (session.isBlank() || !session.equals(Printable.of(session))) {
            throw new UnreadableJournalException("names no session", null);
        }
        if (rate < 0 || channels < 0 || channels > MAX_CHANNELS) {
            throw new UnreadableJournalException(
                    "is damaged: no audio has " + rate + " Hz and " + channels + " channels", null);
        }
        return new JournalEntry.Head(session, rate, channels);
    }

    private static JournalEntry said(JsonNode json) throws JsonProcessingException {
        Segment segment = MAPPER.treeToValue(json.get("segment"), Segment.class);
        if (segment.text() == null
                || segment.text().isBlank()
                || !json.path("through").isNumber()) {
            throw new UnreadableJournalException("is damaged: a segment without its text or its place", null);
        }
        if (segment.words().stream().anyMatch(word -> word.text() == null || !isPosition(word))) {
            throw new UnreadableJournalException(
                    "is damaged: a word without its text, or at a time that no audio has", null);
        }
        if (json.get("segment").has("channel")) {
            channel(json.get("segment").get("channel"));
        }
        return new JournalEntry.Said(segment, duration(json.get("through")), sent(json));
    }

    /** Entries of earlier versions do not say it. */
    private static Duration sent(JsonNode json) {
        if (!json.has("sent")) {
            return Duration.ZERO;
        } else if (!json.get("sent").isNumber()) {
            throw new UnreadableJournalException("is damaged: what was sent is no number", null);
        }
        return duration(json.get("sent"));
    }

    private static boolean isPosition(Word word) {
        return Math.abs(word.startTime()) <= MAX_MILLIS && Math.abs(word.endTime()) <= MAX_MILLIS;
    }

    private static int channel(JsonNode channel) {
        if (!channel.isInt() || channel.intValue() < 0 || channel.intValue() >= MAX_CHANNELS) {
            throw new UnreadableJournalException(
                    "is damaged: no audio has a channel " + Printable.of(channel.toString()), null);
        }
        return channel.intValue();
    }

    private static double millis(Duration position) {
        // A position may have more nanoseconds than a long.
        return BigDecimal.valueOf(position.toSeconds())
                .movePointRight(3)
                .add(BigDecimal.valueOf(position.getNano(), 6))
                .doubleValue();
    }

    private static Duration duration(JsonNode millis) {
        if (millis.doubleValue() < 0) {
            throw new UnreadableJournalException("is damaged: a position before the beginning", null);
        }
        if (!(millis.doubleValue() <= MAX_MILLIS)) {
            throw new UnreadableJournalException("is damaged: a position that no audio has", null);
        }
        long whole = (long) millis.doubleValue();
        return Duration.ofMillis(whole).plusNanos(Math.round((millis.doubleValue() - whole) * NANOS_PER_MILLI));
    }
}
