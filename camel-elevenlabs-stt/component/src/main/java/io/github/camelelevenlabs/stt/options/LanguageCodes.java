package io.github.camelelevenlabs.stt.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The language codes of the service: ISO 639-1 and 639-3. For a code with a region, such as {@code en-US}, the service fails the
 * session after its start, or never transcribes.
 */
final class LanguageCodes {

    private static final Set<String> TWO_LETTERS = Set.copyOf(List.of(Locale.getISOLanguages()));

    /** The JDK has all codes of ISO 639-1, but only a few of the 7000 of ISO 639-3: any three letters are accepted. */
    private static final Pattern THREE_LETTERS = Pattern.compile("[a-z]{3}");

    private LanguageCodes() {}

    static boolean isValid(String code) {
        return TWO_LETTERS.contains(code) || THREE_LETTERS.matcher(code).matches();
    }

    /** The valid code for a code with a region or in capitals, or for the English name of a language. */
    static Optional<String> meant(String value) {
        String language = value.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
        return isValid(language) ? Optional.of(language) : named(value);
    }

    private static Optional<String> named(String name) {
        return Stream.of(Locale.getISOLanguages())
                .filter(code -> Locale.forLanguageTag(code)
                        .getDisplayLanguage(Locale.ENGLISH)
                        .equalsIgnoreCase(name))
                .findFirst();
    }
}
