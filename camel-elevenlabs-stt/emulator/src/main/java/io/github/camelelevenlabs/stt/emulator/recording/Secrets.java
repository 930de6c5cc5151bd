package io.github.camelelevenlabs.stt.emulator.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The credentials that a client has sent on one connection, in any place. They are removed from everything that is shown
 * or kept of the connection.
 */
public final class Secrets {
    private static final String MASK = "***";
    private static final Set<String> NAMES = Set.of(
            "xiapikey",
            "apikey",
            "key",
            "token",
            "accesstoken",
            "authorization",
            "proxyauthorization",
            "cookie",
            "secret");
    // A shorter text may be part of a word that is no secret.
    private static final int UNMISTAKABLE = 8;

    private final Pattern values;

    private Secrets(Set<String> values) {
        this.values = values.isEmpty()
                ? null
                : Pattern.compile(values.stream().map(Secrets::occurrence).collect(Collectors.joining("|")));
    }

    private static String occurrence(String value) {
        String literal = Pattern.quote(value);
        return value.length() < UNMISTAKABLE ? "(?<![\\w-])" + literal + "(?![\\w-])" : literal;
    }

    public static Secrets of(RecordedSession session) {
        Set<String> values =
                new TreeSet<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length());
        collect(session.headers(), values);
        collect(session.parameters(), values);
        return new Secrets(values);
    }

    private static void collect(Map<String, List<String>> named, Set<String> values) {
        named.forEach((name, given) -> {
            if (isSecret(name)) {
                for (String value : given) {
                    values.add(value.replaceFirst("(?i)^(bearer|basic) +", ""));
                }
            }
        });
        values.remove("");
    }

    private static boolean isSecret(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }

    /** Returns the text without any of the secrets. */
    public String mask(String text) {
        return values == null ? text : values.matcher(text).replaceAll(MASK);
    }

    /** These parameters without secrets, in the order of their names. */
    public Map<String, List<String>> mask(Map<String, List<String>> parameters) {
        Map<String, List<String>> masked = new TreeMap<>();
        parameters.forEach((name, given) -> {
            List<String> shown = new ArrayList<>();
            given.forEach(value -> shown.add(isSecret(name) ? MASK : mask(value)));
            masked.put(name, shown);
        });
        return masked;
    }

    /** Takes the secrets out of this message, at any depth. */
    JsonNode mask(JsonNode message) {
        if (message instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                boolean secret = isSecret(field.getKey()) && field.getValue().isTextual();
                field.setValue(secret ? TextNode.valueOf(MASK) : mask(field.getValue()));
            });
        } else if (message instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, mask(array.get(i)));
            }
        } else if (message.isTextual()) {
            return TextNode.valueOf(mask(message.textValue()));
        }
        return message;
    }
}
