package io.github.camelelevenlabs.stt.emulator.protocol;

/**
 * What is refused in an address beyond what every version of the service refuses.
 *
 * @param liteModel                   {@code scribe_v2_realtime_lite}, though it is listed as supported
 * @param languageDetectionWithFilter {@code include_language_detection} beside {@code filter_background_audio}
 * @param badKeyterms                 if not, they are dropped, all of them
 */
public record ParameterRules(boolean liteModel, boolean languageDetectionWithFilter, boolean badKeyterms) {
    /** As the service was last seen. */
    public static final ParameterRules AS_SEEN = new ParameterRules(false, false, true);
}
