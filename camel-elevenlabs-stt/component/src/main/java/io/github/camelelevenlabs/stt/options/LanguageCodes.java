package io.github.camelelevenlabs.stt.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The codes by which the service knows languages: ISO 639-1 and 639-3. With a region, as in {@code en-US}, it opens a
 * session and refuses it, or never transcribes.
 */
final class LanguageCodes {

    private static final Set<String> TWO_LETTERS = Set.copyOf(List.of(Locale.getISOLanguages()));

    /** The JDK knows all of ISO 639-1, and of the 7000 codes of ISO 639-3 but a few. */
    private static final Pattern THREE_LETTERS = Pattern.compile("[a-z]{3}");

    private LanguageCodes() {}

    static boolean isValid(String code) {
        return TWO_LETTERS.contains(code) || THREE_LETTERS.matcher(code).matches();
    }

    /** What was meant by a value that is not valid: a code with a region or in capitals, or a language's English name. */
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
