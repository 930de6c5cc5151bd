package io.github.camelelevenlabs.stt.emulator.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** The settings of a session as the service repeats them: some are named otherwise than in the address, or inverted. */
final class ConfigEcho {
    private static final int MAX_TOKENS_TO_RECOMPUTE = 5;

    private ConfigEcho() {}

    static void write(SessionParameters parameters, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("config");
        json.writeNumberField("sample_rate", parameters.format().sampleRate());
        json.writeStringField("audio_format", parameters.format().wireName());
        json.writeStringField("language_code", parameters.languageCode());
        list("secondary_languages", parameters.secondaryLanguages(), json);
        json.writeStringField("timestamps_granularity", "word");
        json.writeBooleanField("vad_commit_strategy", parameters.vad());
        json.writeNumberField("vad_silence_threshold_secs", parameters.vadSilenceThresholdSecs());
        json.writeNumberField("vad_threshold", parameters.vadThreshold());
        json.writeNumberField("min_speech_duration_ms", parameters.minSpeechDurationMs());
        json.writeNumberField("min_silence_duration_ms", parameters.minSilenceDurationMs());
        json.writeNumberField("max_tokens_to_recompute", MAX_TOKENS_TO_RECOMPUTE);
        json.writeStringField("model_id", parameters.modelId());
        json.writeBooleanField("disable_logging", !parameters.enableLogging());
        json.writeBooleanField("include_timestamps", parameters.includeTimestamps());
        json.writeBooleanField("include_language_detection", parameters.includeLanguageDetection());
        json.writeBooleanField("filter_background_audio", parameters.filterBackgroundAudio());
        list("keyterms", parameters.keyterms(), json);
        json.writeBooleanField("no_verbatim", parameters.noVerbatim());
        if (parameters.entityDetection().isEmpty()) {
            json.writeNullField("entity_detection");
        } else {
            list("entity_detection", parameters.entityDetection(), json);
        }
        json.writeStringField("transcript_edit", parameters.transcriptEdit());
        json.writeFieldName("keepalive_interval_ms");
        json.writeObject(parameters.keepaliveIntervalMs());
        json.writeEndObject();
    }

    private static void list(String name, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
