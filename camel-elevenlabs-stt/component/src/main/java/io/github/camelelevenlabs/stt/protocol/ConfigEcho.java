package io.github.camelelevenlabs.stt.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.text.Printable;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the settings in the address with the service's echo of them. The service ignores names that it does not know, so
 * its echo is the only proof that a setting is in force. A setting that the echo leaves out is no difference, because versions
 * of the service echo different settings.
 */
public final class ConfigEcho {

    /**
     * A setting that the service echoed with another value.
     *
     * @param parameter  its name in the address
     * @param asked      its values in the address, with commas between them
     * @param understood its values in the echo, written as in the address; empty for none
     */
    public record Difference(String parameter, String asked, String understood) {
        public Difference {
            asked = Printable.of(asked);
            understood = Printable.of(understood);
        }
    }

    /** No language tag in use is longer (RFC 5646, 4.4.1). */
    private static final int MAX_LANGUAGE_LENGTH = 35;

    /** Longer than any number in an address. The time to parse a number grows with the square of its digits. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private ConfigEcho() {}

    /** The settings of this address that the echo has with another value, in the order of the address. */
    public static List<Difference> differences(URI address, JsonNode config) {
        List<Difference> differences = new ArrayList<>();
        asked(address)
                .forEach((parameter, asked) -> understood(parameter, asked, config)
                        .filter(understood -> !isSame(parameter, asked, understood))
                        .ifPresent(understood -> differences.add(
                                new Difference(parameter, String.join(",", asked), String.join(",", understood)))));
        return differences;
    }

    /** The commit strategies that may be in force by this echo; empty when it says nothing of them. */
    public static Set<String> commitStrategies(JsonNode config) {
        if (config.path("commit_strategy").isTextual()) {
            return Set.of(config.path("commit_strategy").asText());
        }
        JsonNode vad = config.path("vad_commit_strategy");
        if (vad.isTextual()) {
            return Set.of(vad.asText());
        }
        if (vad.isBoolean()) {
            return vad.asBoolean() ? Set.of("vad") : Set.of("manual", "turn_prediction");
        }
        return Set.of();
    }

    private static Map<String, List<String>> asked(URI address) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        if (address.getRawQuery() != null) {
            for (String parameter : address.getRawQuery().split("&")) {
                String[] parts = parameter.split("=", 2);
                asked.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length < 2 ? "" : decode(parts[1]));
            }
        }
        return asked;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The echoed values of a setting. Some versions echo two settings under other names, one of them negated. */
    private static Optional<List<String>> understood(String parameter, List<String> asked, JsonNode config) {
        if (parameter.equals("commit_strategy")) {
            Set<String> strategies = commitStrategies(config);
            return strategies.stream()
                    .filter(asked::contains)
                    .findFirst()
                    .or(() -> strategies.stream().min(Comparator.naturalOrder()))
                    .map(List::of);
        }
        if (parameter.equals("enable_logging") && config.path("disable_logging").isBoolean()) {
            return Optional.of(
                    List.of(String.valueOf(!config.path("disable_logging").asBoolean())));
        }
        return config.has(parameter) ? Optional.of(values(config.get(parameter))) : Optional.empty();
    }

    private static List<String> values(JsonNode echoed) {
        if (echoed.isNull()) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        if (echoed.isArray()) {
            echoed.forEach(value -> values.add(value.asText()));
        } else {
            values.add(echoed.isObject() ? echoed.toString() : echoed.asText());
        }
        return values;
    }

    /** Lists are equal in any order, and also as one text with commas. */
    private static boolean isSame(String parameter, List<String> asked, List<String> understood) {
        List<String> wanted = normal(parameter, asked);
        return wanted.equals(normal(parameter, understood))
                || understood.size() == 1
                        && wanted.equals(normal(
                                parameter,
                                Arrays.stream(understood.get(0).split(","))
                                        .map(String::strip)
                                        .toList()));
    }

    private static List<String> normal(String parameter, List<String> values) {
        boolean languages = parameter.equals("language_code") || parameter.equals("secondary_languages");
        return values.stream()
                .map(value -> languages ? language(value) : number(value))
                .sorted()
                .toList();
    }

    /** The three-letter code of a language, which may be given by its two-letter code. */
    private static String language(String code) {
        if (code.length() > MAX_LANGUAGE_LENGTH) {
            return code;
        }
        try {
            return Locale.forLanguageTag(code).getISO3Language();
        } catch (MissingResourceException unknown) {
            return code;
        }
    }

    /** A number in its shortest form. With an exponent: the plain digits of 1e999999999 would fill the memory. */
    private static String number(String value) {
        if (value.length() > MAX_NUMBER_LENGTH) {
            return value;
        }
        try {
            return new BigDecimal(value).stripTrailingZeros().toString();
        } catch (ArithmeticException | NumberFormatException noNumber) {
            return value;
        }
    }
}
