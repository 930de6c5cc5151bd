package io.github.camelelevenlabs.stt.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words of one segment. Its text is its words, joined by single spaces. */
public record Utterance(List<SpokenWord> words) {
    /** An utterance without words. */
    public static final Utterance SILENCE = new Utterance(List.of());

    public Utterance {
        words = List.copyOf(words);
    }

    /** This text with its words spread evenly from one second of the connection's audio to another. */
    public static Utterance spread(String text, double start, double end) {
        List<SpokenWord> words = new ArrayList<>();
        String[] parts = text.isBlank() ? new String[0] : text.trim().split("\\s+");
        double each = (end - start) / Math.max(1, parts.length);
        for (int i = 0; i < parts.length; i++) {
            words.add(new SpokenWord(parts[i], start + i * each, start + (i + 1) * each, 0));
        }
        return new Utterance(words);
    }

    public String text() {
        return words.stream().map(SpokenWord::text).collect(Collectors.joining(" "));
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }
}
