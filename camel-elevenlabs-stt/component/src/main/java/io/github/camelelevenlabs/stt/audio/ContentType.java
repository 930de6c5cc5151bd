package io.github.camelelevenlabs.stt.audio;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A content type taken apart.
 *
 * @param name       such as {@code audio/pcm}, in lower case
 * @param parameters by name in lower case
 */
record ContentType(String name, Map<String, String> parameters) {

    /** Takes semicolons between parameters as in HTTP, and commas as in GStreamer's caps. Empty for null and blanks. */
    static Optional<ContentType> parse(String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String[] parts = header.split("[;,]");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            if (parameter.length == 2) {
                parameters.put(
                        parameter[0].strip().toLowerCase(Locale.ROOT),
                        parameter[1].replace("\"", "").strip());
            }
        }
        String name = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
        return Optional.of(new ContentType(name, Map.copyOf(parameters)));
    }

    /** The first parameter of these names that is there. */
    Optional<String> parameter(List<String> names) {
        return names.stream()
                .filter(parameters::containsKey)
                .map(parameters::get)
                .findFirst();
    }

    /** The parameter of these names as a whole number, or what stands for it when it is missing; 0 when it is none. */
    int number(List<String> names, int otherwise) {
        return parameter(names)
                .map(value -> value.matches("[0-9]{1,7}") ? Integer.parseInt(value) : 0)
                .orElse(otherwise);
    }
}
