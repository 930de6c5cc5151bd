package io.github.camelelevenlabs.stt.benchmark.process;

import java.util.HashMap;
import java.util.Map;

/** A line such as {@code ended sessions=20 failed=0}: a word, and values by name. */
public record Reply(String word, Map<String, String> values, String line) {

    static Reply of(String line) {
        String[] parts = line.split(" ");
        Map<String, String> values = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new Reply(parts[0], Map.copyOf(values), line);
    }

    boolean is(String expected) {
        return word.equals(expected);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No " + name + " in '" + line + "'");
        }
        return value;
    }

    public long number(String name) {
        return Long.parseLong(text(name));
    }
}
