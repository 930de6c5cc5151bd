package io.github.camelelevenlabs.stt.audio.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A content type taken apart.
 *
 * @param name such as {@code audio/pcm}, in lower case
 */
record ContentType(String name, List<Parameter> parameters) {

    /**
     * What is said besides the name.
     *
     * @param name    in lower case, and without the hyphens, underscores and points in which spellings differ
     * @param value   {@code true} where there is none
     * @param written as it came, for messages
     */
    record Parameter(String name, String value, String written) {

        private static Parameter of(String text) {
            String[] parts = text.split("=", 2);
            String value = parts.length == 1 ? "true" : parts[1].replaceAll("[\"']", "");
            // GStreamer says of what type a value is, as in rate=(int)16000.
            return new Parameter(
                    plain(parts[0]),
                    value.replaceFirst("^\\s*\\(\\w{1,20}\\)", "").strip(),
                    text.strip());
        }
    }

    /** Takes semicolons between parameters as in HTTP, and commas as in GStreamer's caps. Empty for null and blanks. */
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

    /** In lower case, without what spellings of one word differ in. */
    static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
    }

    /** Those that have one of these names, in their order. */
    List<Parameter> parameters(Set<String> names) {
        return parameters.stream().filter(one -> names.contains(one.name())).toList();
    }
}
