package io.github.camelelevenlabs.stt.emulator.protocol;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Typed reading of query parameters. A parameter that is given twice counts with its last value, unless it is a list. */
final class QueryValues {
    private final Map<String, List<String>> values;

    QueryValues(Map<String, List<String>> values) {
        this.values = values;
    }

    String text(String name, String otherwise) {
        List<String> given = values.getOrDefault(name, List.of());
        return given.isEmpty() ? otherwise : given.get(given.size() - 1);
    }

    List<String> list(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    List<String> commaSeparated(String name) {
        return list(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::trim)
                .toList();
    }

    boolean flag(String name, boolean otherwise) throws InvalidParameter {
        String given = text(name, String.valueOf(otherwise));
        if (!given.equals("true") && !given.equals("false")) {
            throw new InvalidParameter(name + " must be true or false. '" + given + "' is neither.");
        }
        return given.equals("true");
    }

    String oneOf(String name, List<String> allowed) throws InvalidParameter {
        String given = text(name, allowed.get(0));
        if (!allowed.contains(given)) {
            throw new InvalidParameter(
                    name + " must be one of " + String.join(", ", allowed) + ". Got '" + given + "'.");
        }
        return given;
    }

    double number(String name, double otherwise, double least, double most) throws InvalidParameter {
        String given = text(name, null);
        if (given == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidParameter(name + " must be a number. Got '" + given + "'.");
        }
        throw new InvalidParameter(name + " must be between " + least + " and " + most + ". Got " + given + ".");
    }

    Integer integer(String name, Integer otherwise, int least, int most) throws InvalidParameter {
        String given = text(name, null);
        if (given == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidParameter(name + " must be an integer. Got '" + given + "'.");
        }
        throw new InvalidParameter(name + " must be between " + least + " and " + most + ". Got " + given + ".");
    }
}
