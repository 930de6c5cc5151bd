package io.github.camelelevenlabs.stt.options;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Parses options and headers with several values: text with commas, or a collection. */
public final class CommaSeparated {

    private CommaSeparated() {}

    /** The values without surrounding space and without blank values; empty for null. */
    public static List<String> values(Object given) {
        Stream<String> parts = given instanceof Collection<?> several
                ? several.stream().filter(Objects::nonNull).map(Object::toString)
                : Stream.of(given == null ? "" : given.toString()).flatMap(text -> Stream.of(text.split(",")));
        return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
    }
}
