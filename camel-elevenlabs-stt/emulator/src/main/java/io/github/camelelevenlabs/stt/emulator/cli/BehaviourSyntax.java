package io.github.camelelevenlabs.stt.emulator.cli;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Quirks;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes rules and times of the service by text, as on the command line: {@code idleTimeout=5s}. The names are those of
 * the methods of {@link Behaviour.Builder} and {@link Quirks.Builder}, every one of which can be called this way.
 */
final class BehaviourSyntax {
    private static final String NONE = "none";

    private BehaviourSyntax() {}

    /** @param text a name, {@code =} and a value @throws IllegalArgumentException saying in one line what is wrong */
    static Behaviour change(Behaviour behaviour, String text) {
        String[] parts = text.split("=", 2);
        Field field = fields().filter(candidate -> candidate.getName().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--set knows no '" + parts[0] + "'; it knows "
                        + fields().map(Field::getName).collect(Collectors.joining(", "))));
        if (parts.length < 2) {
            throw new IllegalArgumentException("--set " + text + " needs '=' and a value");
        }
        Object value = parts[1].equals(NONE) ? null : value(field.getType(), parts[1], "--set " + parts[0]);
        return field.getDeclaringClass() == Behaviour.class
                ? behaviour.with(builder -> set(builder, field, value, text))
                : behaviour.with(
                        builder -> builder.quirks(behaviour.quirks().with(quirks -> set(quirks, field, value, text))));
    }

    /** Names, what they are in this behaviour, and what they may be set to. */
    static List<String> usage(Behaviour behaviour) {
        return fields().map(field -> String.format(
                        "  %-32s %-24s %s", field.getName(), shown(behaviour, field), kind(field.getType())))
                .toList();
    }

    /** The quirks are named one by one. */
    private static Stream<Field> fields() {
        return Stream.of(Behaviour.class, Quirks.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && field.getType() != Quirks.class);
    }

    private static Object value(Class<?> type, String text, String where) {
        if (type == Duration.class) {
            return TimeSyntax.parse(text, where);
        } else if (type == Fault.class) {
            return FaultCue.parse(text).fault();
        } else if (type == boolean.class) {
            return flag(text, where);
        } else if (type.isEnum()) {
            return constant(type, text, where);
        }
        return number(type, text, where);
    }

    private static Object flag(String text, String where) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(where + " must be true or false, was '" + text + "'");
        }
        return text.equals("true");
    }

    private static Object number(Class<?> type, String text, String where) {
        try {
            if (type == int.class) {
                return Integer.valueOf(text);
            }
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + " must be a " + kind(type) + ", was '" + text + "'", e);
        }
    }

    private static Object constant(Class<?> type, String text, String where) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> lowerCase(constant).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(where + " must be " + kind(type) + ", was '" + text + "'"));
    }

    private static String kind(Class<?> type) {
        if (type == Duration.class) {
            return "time";
        } else if (type == Fault.class) {
            return "fault";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(BehaviourSyntax::lowerCase)
                    .collect(Collectors.joining(" or "));
        }
        return type == int.class ? "whole number" : "number";
    }

    private static String shown(Behaviour behaviour, Field field) {
        try {
            Object owner = field.getDeclaringClass() == Behaviour.class ? behaviour : behaviour.quirks();
            Object value = owner.getClass().getMethod(field.getName()).invoke(owner);
            if (value == null) {
                return NONE;
            } else if (value instanceof Duration duration) {
                return TimeSyntax.format(duration);
            } else if (value instanceof Fault.SendError error) {
                return "error:" + error.type();
            }
            return value instanceof Enum<?> ? lowerCase(value) : value.toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + field, e);
        }
    }

    private static String lowerCase(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void set(Object builder, Field field, Object value, String text) {
        if (value == null && field.getType().isPrimitive()) {
            throw new IllegalArgumentException("--set " + text + " needs " + kind(field.getType()));
        }
        try {
            builder.getClass().getMethod(field.getName(), field.getType()).invoke(builder, value);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    value == null
                            ? "--set " + text + ": without it there is no service"
                            : "--set " + text + ": " + e.getCause().getMessage(),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(builder.getClass() + " cannot set " + field.getName(), e);
        }
    }
}
