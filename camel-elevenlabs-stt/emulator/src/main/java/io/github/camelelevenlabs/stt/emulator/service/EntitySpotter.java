package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.protocol.DetectedEntity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds entities by patterns: e-mail addresses, and telephone numbers in digits or in words. */
final class EntitySpotter {
    private static final String DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine)";
    private static final Map<String, Pattern> PATTERNS = Map.of(
            "email_address", Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"),
            "phone_number", Pattern.compile("\\+?\\d[\\d -]{4,}\\d|\\b" + DIGIT + "(?: " + DIGIT + "){2,}\\b"));
    private static final List<String> GROUPS_OF_BOTH = List.of("all", "pii");

    private EntitySpotter() {}

    /** In the order of the text. @param wanted types, and groups of types, as the client asked for them */
    static List<DetectedEntity> spot(String text, List<String> wanted) {
        List<DetectedEntity> found = new ArrayList<>();
        PATTERNS.forEach((type, pattern) -> {
            if (wanted.contains(type) || wanted.stream().anyMatch(GROUPS_OF_BOTH::contains)) {
                Matcher matcher = pattern.matcher(text);
                while (matcher.find()) {
                    found.add(new DetectedEntity(matcher.group(), type, matcher.start(), matcher.end()));
                }
            }
        });
        found.sort(Comparator.comparingInt(DetectedEntity::start));
        return found;
    }
}
