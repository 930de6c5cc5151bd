package io.github.camelelevenlabs.stt.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the words of a message. A field with no number, or an impossible one, is replaced: a time by that of the
 * neighbouring word, a probability by 1, as where the service leaves it out. An entry without text is no
 * word.
 */
final class Tokens {

    /** In seconds, eleven days; no connection lasts as long. */
    private static final double MAX_TIME = 1_000_000;

    private Tokens() {}

    /** Empty when there is no list of words. */
    static List<Token> of(JsonNode words) {
        if (!words.isArray()) {
            return List.of();
        }
        List<Token> tokens = new ArrayList<>(words.size());
        double reached = 0;
        for (int i = 0; i < words.size(); i++) {
            JsonNode next = words.path(i + 1);
            JsonNode word = words.get(i);
            String text = (word.isTextual() ? word : word.path("text")).asText("");
            if (text.isEmpty()) {
                continue;
            }
            double start = time(word, "start").orElse(reached);
            double end = time(word, "end")
                    .filter(time -> time >= start)
                    .orElseGet(() -> Math.max(start, time(next, "start").orElse(start)));
            reached = end;
            tokens.add(new Token(text, start, end, word.path("type").asText("word"), logprob(word)));
        }
        return List.copyOf(tokens);
    }

    private static Optional<Double> time(JsonNode word, String field) {
        double seconds = number(word.path(field));
        return seconds >= 0 && seconds <= MAX_TIME ? Optional.of(seconds) : Optional.empty();
    }

    /** Minus infinity is allowed, for an impossible word. No logarithm of a probability is above 0. */
    private static double logprob(JsonNode word) {
        double logprob = number(word.path("logprob"));
        return Double.isNaN(logprob) ? 0 : Math.min(0, logprob);
    }

    /** A number, which may be written as text; otherwise NaN. */
    private static double number(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
