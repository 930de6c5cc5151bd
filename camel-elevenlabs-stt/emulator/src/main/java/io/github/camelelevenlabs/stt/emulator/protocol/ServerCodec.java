package io.github.camelelevenlabs.stt.emulator.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscriptEntities;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscriptWithTimestamps;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.EditedTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Failure;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.FinalTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.SessionStarted;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Verbatim;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Warning;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes messages in the format of the service. Thread-safe. */
public final class ServerCodec {
    private static final JsonFactory JSON = new JsonFactory();

    private ServerCodec() {}

    public static String encode(ServerMessage message) {
        if (message instanceof Verbatim verbatim) {
            return verbatim.json();
        }
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(message, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(ServerMessage message, JsonGenerator json) throws IOException {
        if (message instanceof SessionStarted started) {
            json.writeStringField("message_type", "session_started");
            json.writeStringField("session_id", started.sessionId());
            started.echo().write(started.parameters(), json);
        } else if (message instanceof PartialTranscript partial) {
            json.writeStringField("message_type", "partial_transcript");
            json.writeStringField("text", partial.text());
        } else if (message instanceof CommittedTranscript committed) {
            json.writeStringField("message_type", "committed_transcript");
            json.writeStringField("text", committed.text());
        } else if (message instanceof CommittedTranscriptWithTimestamps timed) {
            json.writeStringField("message_type", "committed_transcript_with_timestamps");
            json.writeStringField("text", timed.text());
            json.writeStringField("language_code", timed.languageCode());
            tokens(timed, json);
        } else if (message instanceof CommittedTranscriptEntities entities) {
            json.writeStringField("message_type", "committed_transcript_entities");
            json.writeStringField("text", entities.text());
            entities(entities.entities(), json);
        } else if (message instanceof EditedTranscript edited) {
            json.writeStringField("message_type", "edited_transcript");
            json.writeStringField("text", edited.text());
            json.writeStringField("edited_text", edited.editedText());
        } else if (message instanceof FinalTranscript last) {
            json.writeStringField("message_type", "final_transcript");
            json.writeStringField("text", last.text());
        } else if (message instanceof Warning warning) {
            json.writeStringField("message_type", "warning");
            json.writeStringField("warning", warning.text());
        } else if (message instanceof Failure failure) {
            json.writeStringField("message_type", failure.type());
            json.writeStringField("error", failure.text());
        } else {
            throw new IllegalArgumentException("No JSON for " + message);
        }
    }

    private static void tokens(CommittedTranscriptWithTimestamps timed, JsonGenerator json) throws IOException {
        if (timed.tokens() == null) {
            json.writeNullField("words");
            return;
        }
        json.writeArrayFieldStart("words");
        for (TimedToken token : timed.tokens()) {
            boolean word = token.type() == TimedToken.Type.WORD;
            json.writeStartObject();
            span(token.text(), token.start(), token.end(), json);
            json.writeStringField("type", word ? "word" : "spacing");
            json.writeNullField("speaker_id");
            json.writeNumberField("logprob", token.logProbability());
            if (word) {
                characters(token, timed.bareCharacters(), json);
            } else {
                json.writeNullField("characters");
            }
            json.writeNullField("channel_index");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void characters(TimedToken word, boolean bare, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("characters");
        int[] characters = word.text().codePoints().toArray();
        double each = (word.end() - word.start()) / Math.max(1, characters.length);
        for (int i = 0; i < characters.length; i++) {
            String character = Character.toString(characters[i]);
            if (bare) {
                json.writeString(character);
            } else {
                json.writeStartObject();
                span(character, word.start() + i * each, word.start() + (i + 1) * each, json);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void span(String text, double start, double end, JsonGenerator json) throws IOException {
        json.writeStringField("text", text);
        json.writeNumberField("start", milliseconds(start));
        json.writeNumberField("end", milliseconds(end));
    }

    private static double milliseconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    private static void entities(List<DetectedEntity> entities, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("entities");
        for (DetectedEntity entity : entities) {
            json.writeStartObject();
            json.writeStringField("text", entity.text());
            json.writeStringField("entity_type", entity.type());
            json.writeNumberField("start_char", entity.start());
            json.writeNumberField("end_char", entity.end());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
