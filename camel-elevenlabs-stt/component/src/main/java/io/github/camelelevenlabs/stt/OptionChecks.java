package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.PcmFormat;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says of an option's value what is wrong with it: the option, the value found, the values allowed. Null is not set. */
final class OptionChecks {

    static final String AUTO = "auto";

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private OptionChecks() {}

    static void range(String option, Number value, Number min, Number max) {
        require(value == null || isWithin(value, min, max), option, value, "a value from " + min + " to " + max);
    }

    static void zeroOrRange(String option, double value, Number min, Number max) {
        require(
                value == 0 || isWithin(value, min, max),
                option,
                value,
                "0, or a value from " + min + " to " + max + ",");
    }

    private static boolean isWithin(Number value, Number min, Number max) {
        return value.doubleValue() >= min.doubleValue() && value.doubleValue() <= max.doubleValue();
    }

    static void oneOf(String option, String value, String... allowed) {
        require(Arrays.asList(allowed).contains(value), option, value, "one of " + String.join(", ", allowed));
    }

    static void notBlank(String option, String value) {
        require(value != null && !value.isBlank(), option, value, "a name");
    }

    static void languageCode(String option, String value) {
        boolean valid = value == null || LANGUAGE.matcher(value).matches();
        String hint = "";
        if (!valid) {
            String language = value.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
            hint = LANGUAGE.matcher(language).matches() ? "; write " + language : "";
        }
        require(valid, option, value, "an ISO 639-1 or 639-3 code such as en or deu" + hint);
    }

    static void audioFormat(String option, String value) {
        boolean valid = AUTO.equals(value) || PcmFormat.named(value).isPresent();
        String names =
                Arrays.stream(PcmFormat.values()).map(PcmFormat::wireName).collect(Collectors.joining(", "));
        require(valid, option, value, "auto or one of " + names);
    }

    static void baseUrl(String option, String value) {
        try {
            RealtimeUri.of(value == null ? "" : value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    option + " is no address of the service: " + e.getMessage()
                            + "; wss, https, ws or http, a host, and" + " perhaps a port and a path are allowed",
                    e);
        }
    }

    /** Returns it taken apart; null when it is not set. Its text is not repeated: it may hold secrets. */
    static WebUrl audioUrl(String option, String value) {
        if (value == null) {
            return null;
        }
        try {
            return WebUrl.parse(value);
        } catch (FetchException e) {
            throw new IllegalArgumentException(option + " is no http or https URL: " + e.getMessage(), e);
        }
    }

    static void together(String option, Object value, String other, Object otherValue) {
        needs(option, value, other, otherValue);
        needs(other, otherValue, option, value);
    }

    static void needs(String option, Object value, String other, Object otherValue) {
        if (value != null && otherValue == null) {
            throw new IllegalArgumentException(option + " is set without " + other + "; set both or neither");
        }
    }

    private static void require(boolean valid, String option, Object value, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException(option + "=" + value + " is not allowed; " + allowed + " is");
        }
    }
}
