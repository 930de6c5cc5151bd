package io.github.camelelevenlabs.stt.options;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks the values of options and headers. Each method throws an {@link IllegalArgumentException} that names the option, the value and
 * the allowed values. Null stands for an option that is not set.
 */
public final class OptionChecks {

    static final String AUTO = "auto";

    /** In milliseconds: 30,000 years, of which the samples can still be counted. */
    private static final long MAX_POSITION = 1_000_000_000_000_000L;

    private static final int MAX_KEYTERMS = 50;
    private static final int MAX_KEYTERM_LENGTH = 20;

    /** Anything without spaces that has no part of a URL; colons are those of an IPv6 address, of which there are at least two. */
    private static final Pattern HOST =
            Pattern.compile("[^\\s/@:?#]+|\\[?[0-9a-fA-F.]*:[0-9a-fA-F.]*:[^\\s/@?#\\]]*]?");

    private OptionChecks() {}

    public static void range(String option, Number value, Number min, Number max) {
        require(value == null || isWithin(value, min, max), option, value, "a value from " + min + " to " + max);
    }

    public static void zeroOrRange(String option, Number value, Number min, Number max) {
        require(
                value.doubleValue() == 0 || isWithin(value, min, max),
                option,
                value,
                "0, or a value from " + min + " to " + max + ",");
    }

    private static boolean isWithin(Number value, Number min, Number max) {
        return value.doubleValue() >= min.doubleValue() && value.doubleValue() <= max.doubleValue();
    }

    public static void oneOf(String option, String value, String... allowed) {
        require(Arrays.asList(allowed).contains(value), option, value, "one of " + String.join(", ", allowed));
    }

    public static void notBlank(String option, String value) {
        require(value != null && !value.isBlank(), option, value, "a name");
    }

    public static void languageCode(String option, String value) {
        if (value != null && !LanguageCodes.isValid(value)) {
            String hint =
                    LanguageCodes.meant(value).map(code -> ": write " + code).orElse("");
            throw new IllegalArgumentException(option + "=" + Printable.of(value)
                    + " is not allowed; an ISO 639-1 or 639-3 code such as en or deu is" + hint);
        }
    }

    public static void keyterms(String option, List<String> terms) {
        if (terms.size() > MAX_KEYTERMS) {
            throw new IllegalArgumentException(option + " has " + terms.size() + " terms; at most " + MAX_KEYTERMS
                    + " are allowed, remove " + (terms.size() - MAX_KEYTERMS));
        }
        terms.forEach(term -> {
            if (characters(term) > MAX_KEYTERM_LENGTH) {
                throw new IllegalArgumentException(option + " has the term \"" + Printable.of(term) + "\" of "
                        + characters(term) + " characters; at most " + MAX_KEYTERM_LENGTH
                        + " are allowed, and commas part the terms");
            }
        });
    }

    public static void instruction(String option, String value, int max) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(option + " is blank; write what is to be done, or leave it out");
        }
        if (value != null && characters(value) > max) {
            throw new IllegalArgumentException(
                    option + " has " + characters(value) + " characters; at most " + max + " are allowed");
        }
    }

    /** The number of code points: the service counts these. */
    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    public static void audioFormat(String option, String value) {
        boolean valid = AUTO.equals(value) || PcmFormat.named(value).isPresent();
        String names =
                Arrays.stream(PcmFormat.values()).map(PcmFormat::wireName).collect(Collectors.joining(", "));
        require(valid, option, value, "auto or one of " + names);
    }

    /**
     * Refuses what a copied key or token may have around it and no HTTP header can carry, for which each attempt to connect would fail.
     * The message does not repeat the value.
     */
    public static void credential(String option, Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            return;
        }
        int last = text.length() - 1;
        String found = null;
        if (isUnseen(text.charAt(last))) {
            found = "ends with " + nameOf(text.charAt(last));
        } else if (isUnseen(text.charAt(0))) {
            found = "begins with " + nameOf(text.charAt(0));
        } else if (last > 0 && text.charAt(0) == text.charAt(last) && "\"'".indexOf(text.charAt(0)) >= 0) {
            found = "is in quotation marks";
        } else if (text.chars().anyMatch(OptionChecks::isInvisible)) {
            int at = (int)
                    text.chars().takeWhile(character -> !isInvisible(character)).count();
            found = "has " + nameOf(text.charAt(at)) + " behind its first " + at + " characters";
        }
        if (found != null) {
            throw new IllegalArgumentException(option + " " + found + "; give it without");
        }
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** Of the format characters, web pages have zero-width spaces, and files a byte order mark. */
    private static boolean isInvisible(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    private static boolean isUnseen(char character) {
        return isSpace(character) || isInvisible(character);
    }

    private static String nameOf(char character) {
        return switch (character) {
            case '\n', '\r' -> "a line break";
            case '\t' -> "a tab";
            default ->
                isSpace(character)
                        ? "a space"
                        : Character.isISOControl(character) ? "a control character" : "an invisible character";
        };
    }

    /** A name or an address of a host, without what only URLs have. The message does not repeat a password in front of the host. */
    public static void host(String option, String value) {
        require(
                value == null || HOST.matcher(value).matches(),
                option,
                value == null || value.indexOf('@') < 0 ? value : "…" + value.substring(value.lastIndexOf('@')),
                "a host such as proxy.example.org, without scheme, port and path,");
    }

    public static void baseUrl(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(option + " is empty; give it an address such as wss://api.elevenlabs.io,"
                    + " with wss, https, ws or http, or leave it out");
        }
        try {
            RealtimeUri.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    option + " is no address of the service: " + e.getMessage()
                            + "; wss, https, ws or http, a host, and perhaps a port and a path are allowed",
                    e);
        }
    }

    /** Returns the parsed URL, or null when it is not set. The message does not repeat the URL, which may contain secrets. */
    public static WebUrl audioUrl(String option, String value) {
        if (value == null) {
            return null;
        }
        try {
            return WebUrl.parse(value);
        } catch (FetchException e) {
            throw new IllegalArgumentException(option + " is no http or https URL: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a position in audio that a header gives, in milliseconds; empty when it is not set.
     *
     * @param value a number or a text of digits
     */
    public static OptionalLong position(String header, Object value) {
        if (value == null) {
            return OptionalLong.empty();
        }
        OptionalLong position = wholeNumber(value.toString().strip());
        boolean valid = position.isPresent() && position.getAsLong() >= 0 && position.getAsLong() <= MAX_POSITION;
        require(valid, header, value, "a whole number of milliseconds from 0 to " + MAX_POSITION);
        return position;
    }

    private static OptionalLong wholeNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    public static void together(String option, Object value, String other, Object otherValue) {
        needs(option, value, other, otherValue);
        needs(other, otherValue, option, value);
    }

    public static void needs(String option, Object value, String other, Object otherValue) {
        if (value != null && otherValue == null) {
            throw new IllegalArgumentException(option + " is set without " + other + "; set both or neither");
        }
    }

    /** @param why why the service refuses the combination */
    public static void notTogether(String option, Object value, String other, Object otherValue, String why) {
        if (value != null && otherValue != null) {
            throw new IllegalArgumentException(option + "=" + Printable.of(value.toString()) + " and " + other + "="
                    + Printable.of(otherValue.toString())
                    + " are not allowed together, " + why + "; remove one of them");
        }
    }

    private static void require(boolean valid, String option, Object value, String allowed) {
        if (!valid) {
            throw new IllegalArgumentException(
                    option + "=" + Printable.of(String.valueOf(value)) + " is not allowed; " + allowed + " is");
        }
    }
}
