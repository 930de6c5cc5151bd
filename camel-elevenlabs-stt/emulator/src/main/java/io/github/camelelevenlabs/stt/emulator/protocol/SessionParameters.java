package io.github.camelelevenlabs.stt.emulator.protocol;

import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client asked for in the address, checked as the service checks it.
 *
 * @param languageCode        null when the service is to find out
 * @param commitStrategy      whether the service commits by itself, and where
 * @param transcriptEdit      the instruction, or null
 * @param keepaliveIntervalMs milliseconds without a message after which the service repeats a partial, or null
 */
public record SessionParameters(
        String modelId,
        RawFormat format,
        String languageCode,
        List<String> secondaryLanguages,
        CommitStrategy commitStrategy,
        double vadSilenceThresholdSecs,
        double vadThreshold,
        int minSpeechDurationMs,
        int minSilenceDurationMs,
        boolean includeTimestamps,
        boolean includeLanguageDetection,
        List<String> keyterms,
        boolean noVerbatim,
        List<String> entityDetection,
        String transcriptEdit,
        boolean filterBackgroundAudio,
        Integer keepaliveIntervalMs,
        boolean enableLogging) {

    /** The defaults of a client without parameters. */
    public static final SessionParameters DEFAULTS = new SessionParameters(
            "scribe_v2_realtime",
            RawFormat.PCM_16000,
            null,
            List.of(),
            CommitStrategy.MANUAL,
            1.5,
            0.4,
            100,
            100,
            false,
            false,
            List.of(),
            false,
            List.of(),
            null,
            false,
            null,
            true);

    private static final String LITE = "scribe_v2_realtime_lite";
    private static final List<String> MODELS = List.of("scribe_v2_realtime", "scribe_v2_realtime_turbo", LITE);

    /** Models that predict turns: seen only in types and in a framework's reference. Errors do not list them. */
    private static final Set<String> PREDICT_TURNS = Set.of("scribe_v3_live");

    private static final int MAX_KEYTERMS = 50;
    private static final int MAX_KEYTERM_LENGTH = 20;
    private static final int MAX_EDIT_LENGTH = 2000;
    private static final Set<String> KNOWN = Set.of(
            "model_id",
            "token",
            "audio_format",
            "language_code",
            "secondary_languages",
            "commit_strategy",
            "vad_silence_threshold_secs",
            "vad_threshold",
            "min_speech_duration_ms",
            "min_silence_duration_ms",
            "include_timestamps",
            "include_language_detection",
            "keyterms",
            "no_verbatim",
            "entity_detection",
            "transcript_edit",
            "filter_background_audio",
            "keepalive_interval_ms",
            "enable_logging");

    /** Reads and checks the decoded query of the address; what is missing has the service's default. */
    public static SessionParameters parse(Map<String, List<String>> query, ParameterRules rules)
            throws InvalidParameter {
        QueryValues values = new QueryValues(query);
        SessionParameters parameters = new SessionParameters(
                model(values, rules),
                format(values),
                language(values),
                values.list("secondary_languages"),
                commitStrategy(values),
                values.number("vad_silence_threshold_secs", DEFAULTS.vadSilenceThresholdSecs, 0.3, 3.0),
                values.number("vad_threshold", DEFAULTS.vadThreshold, 0.1, 0.9),
                values.integer("min_speech_duration_ms", DEFAULTS.minSpeechDurationMs, 50, 2000),
                values.integer("min_silence_duration_ms", DEFAULTS.minSilenceDurationMs, 50, 2000),
                values.flag("include_timestamps", false),
                values.flag("include_language_detection", false),
                keyterms(values, rules),
                values.flag("no_verbatim", false),
                values.commaSeparated("entity_detection"),
                values.text("transcript_edit", null),
                values.flag("filter_background_audio", false),
                values.integer("keepalive_interval_ms", null, 500, 10_000),
                values.flag("enable_logging", true));
        parameters.checkCombinations(rules);
        return parameters;
    }

    /** The names in this query that the service ignores, most likely a mistake of the client. */
    public static Set<String> ignored(Map<String, List<String>> query) {
        Set<String> names = new TreeSet<>(query.keySet());
        names.removeAll(KNOWN);
        return names;
    }

    /** Whether a commit is answered by a second message besides the plain one. */
    public boolean twins() {
        return includeTimestamps || includeLanguageDetection;
    }

    /** Whether the service commits at pauses by itself. */
    public boolean vad() {
        return commitStrategy == CommitStrategy.VAD;
    }

    private static String model(QueryValues values, ParameterRules rules) throws InvalidParameter {
        String model = values.text("model_id", DEFAULTS.modelId);
        boolean known = MODELS.contains(model) || PREDICT_TURNS.contains(model);
        if (!known || rules.liteModel() && model.equals(LITE)) {
            throw new InvalidParameter("The model_id '" + model + "' is invalid. Supported models: '"
                    + String.join("', '", MODELS) + "'.");
        }
        return model;
    }

    /** The first of the allowed ones is the model's default. */
    private static CommitStrategy commitStrategy(QueryValues values) throws InvalidParameter {
        boolean predictsTurns = PREDICT_TURNS.contains(values.text("model_id", DEFAULTS.modelId));
        List<String> allowed = predictsTurns ? List.of("turn_prediction", "manual", "vad") : List.of("manual", "vad");
        return CommitStrategy.named(values.oneOf("commit_strategy", allowed));
    }

    private static RawFormat format(QueryValues values) throws InvalidParameter {
        List<String> allowed =
                Arrays.stream(RawFormat.values()).map(RawFormat::wireName).toList();
        String name = values.text("audio_format", DEFAULTS.format.wireName());
        return RawFormat.named(name)
                .orElseThrow(() -> new InvalidParameter(
                        "audio_format must be one of " + String.join(", ", allowed) + ". Got '" + name + "'."));
    }

    private static String language(QueryValues values) throws InvalidParameter {
        String language = values.text("language_code", null);
        if (language != null && !language.matches("[a-z]{2,3}")) {
            throw new InvalidParameter("Invalid language code '" + language + "'.");
        }
        return language;
    }

    private static List<String> keyterms(QueryValues values, ParameterRules rules) throws InvalidParameter {
        List<String> keyterms = values.list("keyterms");
        try {
            check(keyterms);
        } catch (InvalidParameter e) {
            if (rules.badKeyterms()) {
                throw e;
            }
            return List.of();
        }
        return keyterms;
    }

    private static void check(List<String> keyterms) throws InvalidParameter {
        if (keyterms.size() > MAX_KEYTERMS) {
            throw new InvalidParameter("Number of keyterms cannot exceed " + MAX_KEYTERMS + ". You provided "
                    + keyterms.size() + " keyterms.");
        }
        for (String keyterm : keyterms) {
            if (keyterm.length() > MAX_KEYTERM_LENGTH) {
                throw new InvalidParameter("Each keyterm must be at most " + MAX_KEYTERM_LENGTH + " characters. '"
                        + keyterm + "' is " + keyterm.length() + " characters.");
            }
        }
    }

    private void checkCombinations(ParameterRules rules) throws InvalidParameter {
        if (filterBackgroundAudio && includeTimestamps) {
            throw new InvalidParameter("filter_background_audio cannot be combined with include_timestamps. "
                    + "This will be supported in a future update.");
        }
        if (filterBackgroundAudio && includeLanguageDetection && rules.languageDetectionWithFilter()) {
            throw new InvalidParameter("filter_background_audio cannot be combined with include_language_detection.");
        }
        if (transcriptEdit != null && !entityDetection.isEmpty()) {
            throw new InvalidParameter("transcript_edit cannot be combined with entity_detection.");
        }
        if (transcriptEdit != null && transcriptEdit.length() > MAX_EDIT_LENGTH) {
            throw new InvalidParameter("transcript_edit must be at most " + MAX_EDIT_LENGTH + " characters. Got "
                    + transcriptEdit.length() + ".");
        }
    }
}
