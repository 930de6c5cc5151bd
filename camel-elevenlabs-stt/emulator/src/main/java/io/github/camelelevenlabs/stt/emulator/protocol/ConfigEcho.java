package io.github.camelelevenlabs.stt.emulator.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** How the service repeats the settings of a session: some have another name than in the address, or are inverted. */
public enum ConfigEcho {
    /** As live sessions have it: {@code vad_commit_strategy} and {@code disable_logging} are booleans. */
    AS_SEEN,
    /** As the contract of July 2026 has it: {@code commit_strategy} and {@code enable_logging}, as in the address. */
    JULY_2026,
    /** As in the types 0.23.0: {@code vad_commit_strategy} is the name of the strategy, beside {@code enable_logging}. */
    STRATEGY_AS_TEXT,
    /** Only the few settings that the first version had. */
    SPARSE,
    /** As observed, with additional unknown settings. */
    EXTENDED;

    private static final int MAX_TOKENS_TO_RECOMPUTE = 5;

    void write(SessionParameters parameters, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("config");
        json.writeNumberField("sample_rate", parameters.format().sampleRate());
        json.writeStringField("audio_format", parameters.format().wireName());
        json.writeStringField("language_code", parameters.languageCode());
        if (this != SPARSE) {
            rest(parameters, json);
        }
        if (this == EXTENDED) {
            json.writeStringField("decoder_profile", "balanced");
            json.writeObjectFieldStart("limits");
            json.writeNumberField("max_session_secs", 3600);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void rest(SessionParameters parameters, JsonGenerator json) throws IOException {
        list("secondary_languages", parameters.secondaryLanguages(), json);
        json.writeStringField("timestamps_granularity", "word");
        if (this == JULY_2026) {
            json.writeStringField("commit_strategy", parameters.commitStrategy().wireName());
        } else if (this == STRATEGY_AS_TEXT) {
            json.writeStringField(
                    "vad_commit_strategy", parameters.commitStrategy().wireName());
        } else {
            json.writeBooleanField("vad_commit_strategy", parameters.vad());
        }
        json.writeNumberField("vad_silence_threshold_secs", parameters.vadSilenceThresholdSecs());
        json.writeNumberField("vad_threshold", parameters.vadThreshold());
        json.writeNumberField("min_speech_duration_ms", parameters.minSpeechDurationMs());
        json.writeNumberField("min_silence_duration_ms", parameters.minSilenceDurationMs());
        json.writeNumberField("max_tokens_to_recompute", MAX_TOKENS_TO_RECOMPUTE);
        json.writeStringField("model_id", parameters.modelId());
        if (this == JULY_2026 || this == STRATEGY_AS_TEXT) {
            json.writeBooleanField("enable_logging", parameters.enableLogging());
        } else {
            json.writeBooleanField("disable_logging", !parameters.enableLogging());
        }
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
    }

    private static void list(String name, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
