package io.github.camelelevenlabs.stt.emulator.protocol;

/**
 * Which parameters are refused in addition to those that every version of the service refuses.
 *
 * @param liteModel                   {@code scribe_v2_realtime_lite}, though it is listed as supported
 * @param languageDetectionWithFilter {@code include_language_detection} beside {@code filter_background_audio}
 * @param badKeyterms                 whether they are refused; otherwise all of them are ignored
 */
public record ParameterRules(boolean liteModel, boolean languageDetectionWithFilter, boolean badKeyterms) {
    /** As last observed. */
    public static final ParameterRules AS_SEEN = new ParameterRules(false, false, true);
}
