package io.github.camelelevenlabs.stt.options;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.StringHelper;

/** Maps the service's names of parameters to the names that users write: an option, or {@code param.} and the parameter. */
public final class ParameterNames {

    /** The prefix of parameters that are sent to the service unchanged. */
    public static final String PREFIX = "param.";

    /** The parameters that have their own option, whose name is that of the parameter in camelCase. */
    private static final Set<String> WITH_OPTION = Set.of(
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
            "enable_logging",
            "previous_text");

    private ParameterNames() {}

    /** @throws IllegalArgumentException for a parameter that has its own option, and for one without a name or a value */
    public static void checkAdditional(Map<String, Object> additional) {
        additional.forEach((name, value) -> {
            if (WITH_OPTION.contains(name)) {
                throw new IllegalArgumentException(PREFIX + Printable.of(name) + "="
                        + ("token".equals(name) ? "…" : Printable.of(String.valueOf(value)))
                        + " is not allowed; set the option " + optionOf(name) + " instead");
            }
            if (name.isBlank() || value == null) {
                throw new IllegalArgumentException(PREFIX + Printable.of(name) + "="
                        + Printable.of(String.valueOf(value)) + " is not allowed; a name and a value are needed");
            }
        });
    }

    /** The name by which users set this parameter. */
    public static String optionOf(String parameter) {
        return WITH_OPTION.contains(parameter)
                ? StringHelper.dashToCamelCase(parameter.replace('_', '-'))
                : PREFIX + parameter;
    }
}
