package io.github.camelelevenlabs.stt.repository;

import java.util.List;

/** JSON as each store can hold it: on one line, and without characters that UTF-8 does not have. */
final class JsonLine {

    private JsonLine() {}

    /** @throws IllegalArgumentException when there is no entry, or one that is no line of JSON */
    static List<String> all(List<String> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("There are no entries to append; give at least one");
        }
        return entries.stream().map(JsonLine::of).toList();
    }

    private static String of(String entry) {
        if (entry.chars().anyMatch(unit -> unit == '\n' || unit == '\r' || unit == 0)) {
            throw new IllegalArgumentException(
                    "An entry has a line break or a NUL in it; an entry is JSON on one line, where these are escaped");
        }
        return escaped(entry);
    }

    /** Unpaired surrogates as JSON escapes them. They occur only in strings of JSON, so it stays the same JSON. */
    static String escaped(String json) {
        if (json.codePoints().noneMatch(JsonLine::isUnpaired)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(character -> {
            if (isUnpaired(character)) {
                escaped.append("\\u").append(Integer.toHexString(character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    private static boolean isUnpaired(int character) {
        return Character.MIN_SURROGATE <= character && character <= Character.MAX_SURROGATE;
    }
}
