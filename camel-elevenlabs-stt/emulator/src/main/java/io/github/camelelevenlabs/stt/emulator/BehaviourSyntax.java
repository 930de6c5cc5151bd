package io.github.camelelevenlabs.stt.emulator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rules and times of the service as they are changed on the command line: {@code idleTimeout=5s}. Every component of
 * {@link Behaviour} can be, under its own name.
 */
final class BehaviourSyntax {
    private static final String NONE = "none";

    private BehaviourSyntax() {}

    /** @param text a name, {@code =} and a value @throws IllegalArgumentException saying in one line what is wrong */
    static Behaviour change(Behaviour behaviour, String text) {
        String[] parts = text.split("=", 2);
        RecordComponent component = Arrays.stream(Behaviour.class.getRecordComponents())
                .filter(candidate -> candidate.getName().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--set knows no '" + parts[0] + "'; it knows " + String.join(", ", names())));
        if (parts.length < 2) {
            throw new IllegalArgumentException("--set " + text + " needs '=' and a value");
        }
        Object value = parts[1].equals(NONE) ? null : value(component.getType(), parts[1], "--set " + parts[0]);
        return behaviour.with(builder -> set(builder, component, value, text));
    }

    /** Names, what they may be set to, and what they are in this behaviour. */
    static List<String> usage(Behaviour behaviour) {
        return Arrays.stream(Behaviour.class.getRecordComponents())
                .map(component -> String.format(
                        "  %-24s %-24s %s",
                        component.getName(), shown(behaviour, component), kind(component.getType())))
                .toList();
    }

    private static List<String> names() {
        return Arrays.stream(Behaviour.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static Object value(Class<?> type, String text, String where) {
        if (type == Duration.class) {
            return TimeSyntax.parse(text, where);
        } else if (type == boolean.class) {
            return flag(text, where);
        } else if (type == int.class) {
            return number(text, where);
        } else if (type == Fault.class) {
            return FaultCue.parse(text).fault();
        } else if (type.isEnum()) {
            return constant(type, text, where);
        }
        throw new IllegalArgumentException(where + " cannot be changed from the command line");
    }

    private static Object flag(String text, String where) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(where + " must be true or false, was '" + text + "'");
        }
        return text.equals("true");
    }

    private static Object number(String text, String where) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + " must be a whole number, was '" + text + "'", e);
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
        } else if (type == int.class) {
            return "number";
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(BehaviourSyntax::lowerCase)
                    .collect(Collectors.joining(" or "));
        }
        return "true or false";
    }

    private static String shown(Behaviour behaviour, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(behaviour);
            if (value == null) {
                return NONE;
            } else if (value instanceof Duration duration) {
                return TimeSyntax.format(duration);
            } else if (value instanceof Fault.SendError error && error.close() != null) {
                return "error:" + error.type() + ":" + error.close().code();
            }
            return value instanceof Enum<?> ? lowerCase(value) : value.toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }

    private static String lowerCase(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void set(Behaviour.Builder builder, RecordComponent component, Object value, String text) {
        try {
            Method setter = Behaviour.Builder.class.getMethod(component.getName(), component.getType());
            if (value == null && component.getType().isPrimitive()) {
                throw new IllegalArgumentException("--set " + text + " needs " + kind(component.getType()));
            }
            setter.invoke(builder, value);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "--set " + text + " is not possible: " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Behaviour.Builder cannot set " + component.getName(), e);
        }
    }
}
