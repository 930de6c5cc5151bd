package io.github.camelelevenlabs.stt.emulator.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written on the command line: {@code 200ms}, {@code 1.5s}, {@code 2m}. */
final class TimeSyntax {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m)");

    private TimeSyntax() {}

    /** @param where what the text belongs to, for the message */
    static Duration parse(String text, String where) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(where + " needs a time such as 200ms, 1.5s or 2m, was '" + text + "'");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1));
        return Duration.ofNanos(
                nanos.multiply(BigDecimal.valueOf(unit(matcher.group(2)))).longValue());
    }

    private static long unit(String name) {
        return switch (name) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            default -> 60_000_000_000L;
        };
    }

    static String format(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
