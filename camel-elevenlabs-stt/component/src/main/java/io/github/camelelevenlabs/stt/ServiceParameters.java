package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.options.CommaSeparated;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import java.util.Collection;
import java.util.List;

/**
 * What a session asks of the service, in the service's words: the query of its address. What an option leaves to the service
 * is left out.
 */
final class ServiceParameters {

    private ServiceParameters() {}

    /**
     * The address of the sessions that these options ask for, but for the format of their audio.
     *
     * @param language in place of the option's; null to let the service find out
     * @param keyterms in place of the option's
     */
    static RealtimeUri address(ElevenLabsSttConfiguration options, String language, List<String> keyterms) {
        RealtimeUri address = RealtimeUri.of(options.getBaseUrl())
                .with("model_id", options.getModelId())
                .with("language_code", language)
                .withEach("secondary_languages", CommaSeparated.values(options.getSecondaryLanguages()))
                .with("commit_strategy", options.getCommitStrategy())
                .with("vad_silence_threshold_secs", options.getVadSilenceThresholdSecs())
                .with("vad_threshold", options.getVadThreshold())
                .with("min_speech_duration_ms", options.getMinSpeechDurationMs())
                .with("min_silence_duration_ms", options.getMinSilenceDurationMs())
                // The ends of the words tell how far a commit reaches, and so what is sent again after a reconnect.
                .with("include_timestamps", !options.isFilterBackgroundAudio())
                .with("include_language_detection", options.isIncludeLanguageDetection())
                .withEach("keyterms", keyterms)
                .with("no_verbatim", options.isNoVerbatim() ? true : null)
                .withEach("entity_detection", CommaSeparated.values(options.getEntityDetection()))
                .with("transcript_edit", options.getTranscriptEdit())
                .with("filter_background_audio", options.isFilterBackgroundAudio() ? true : null)
                .with("enable_logging", options.isEnableLogging() ? null : false);
        options.getAdditionalParameters().forEach((name, value) -> address.withEach(name, valuesOf(value)));
        return address;
    }

    /** A collection is a list of the service's, which repeats the parameter; anything else is one value, commas and all. */
    private static List<?> valuesOf(Object value) {
        return value instanceof Collection<?> several ? List.copyOf(several) : List.of(value);
    }
}
