package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.options.CommaSeparated;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The parameters of a session, by the service's names: the query of its address. An option that is not set gives no parameter. */
final class ServiceParameters {

    /** Their default is to leave all commits to the client; none of them predicts turns. */
    private static final Set<String> KNOWN_MODELS =
            Set.of("scribe_v2_realtime", "scribe_v2_realtime_turbo", "scribe_v2_realtime_lite");

    private ServiceParameters() {}

    static boolean isKnownModel(String modelId) {
        return KNOWN_MODELS.contains(modelId);
    }

    /** The commit strategy that the service is asked for; null to leave it to a model that may have a better one of its own. */
    static String commitStrategy(ElevenLabsSttConfiguration options) {
        String named = options.getCommitStrategy();
        return named == null && isKnownModel(options.getModelId()) ? "vad" : named;
    }

    /**
     * The address of a session, without the format of its audio.
     *
     * @param language replaces the option; null lets the service detect the language
     * @param keyterms replaces the option
     */
    static RealtimeUri address(ElevenLabsSttConfiguration options, String language, List<String> keyterms) {
        RealtimeUri address = RealtimeUri.of(options.getBaseUrl())
                .with("model_id", options.getModelId())
                .with("language_code", language)
                .withEach("secondary_languages", CommaSeparated.values(options.getSecondaryLanguages()))
                .with("commit_strategy", commitStrategy(options))
                .with("vad_silence_threshold_secs", options.getVadSilenceThresholdSecs())
                .with("vad_threshold", options.getVadThreshold())
                .with("min_speech_duration_ms", options.getMinSpeechDurationMs())
                .with("min_silence_duration_ms", options.getMinSilenceDurationMs())
                // The end times of words show how far a commit reaches, and so what to send again after a reconnect.
                .with("include_timestamps", !options.isFilterBackgroundAudio())
                .with("include_language_detection", options.isIncludeLanguageDetection())
                .withEach("keyterms", keyterms)
                .with("no_verbatim", options.isNoVerbatim() ? true : null)
                .withEach("entity_detection", CommaSeparated.values(options.getEntityDetection()))
                .with("transcript_edit", options.getTranscriptEdit())
                .with("filter_background_audio", options.isFilterBackgroundAudio() ? true : null)
                .with("enable_logging", options.isEnableLogging() ? null : false);
        // A collection repeats the parameter; anything else is one value, commas included.
        options.getAdditionalParameters()
                .forEach((name, value) -> address.withEach(
                        name, value instanceof Collection<?> several ? List.copyOf(several) : List.of(value)));
        return address;
    }
}
