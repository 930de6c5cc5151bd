package io.github.camelelevenlabs.stt.audio.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed content type.
 *
 * @param name such as {@code audio/pcm}, in lower case
 */
record ContentType(String name, List<Parameter> parameters) {

    /**
     * A parameter of the content type.
     *
     * @param name in lower case, without hyphens, underscores and dots, in which spellings differ
     * @param value {@code true} when there is none
     * @param written the original text, for messages
     */
    record Parameter(String name, String value, String written) {

        private static Parameter of(String text) {
            String[] parts = text.split("=", 2);
            String value = parts.length == 1 ? "true" : parts[1].replaceAll("[\"']", "");
            // GStreamer writes the type of a value, as in rate=(int)16000.
            return new Parameter(
                    plain(parts[0]),
                    value.replaceFirst("^\\s*\\(\\w{1,20}\\)", "").strip(),
                    text.strip());
        }
    }

    /**
     * Parses a header. Parameters are separated by semicolons as in HTTP, or by commas as in GStreamer caps. Empty
     * for null and blank text.
     */
    static Optional<ContentType> parse(String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String[] parts = header.split("[;,]");
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isBlank()) {
                parameters.add(Parameter.of(parts[i]));
            }
        }
        String name = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
        return Optional.of(new ContentType(name, List.copyOf(parameters)));
    }

    /** The words of a table, which are separated by spaces. */
    static Set<String> words(String separated) {
        return separated.isEmpty() ? Set.of() : Set.of(separated.split(" "));
    }

    /** The word in lower case, without the characters in which spellings differ. */
    static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
    }

    /** The parameters with one of these names, in their order. */
    List<Parameter> parameters(Set<String> names) {
        return parameters.stream().filter(one -> names.contains(one.name())).toList();
    }
}
