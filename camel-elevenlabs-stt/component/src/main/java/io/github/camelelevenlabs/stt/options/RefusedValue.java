package io.github.camelelevenlabs.stt.options;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.TypeConversionException;

/**
 * Tells in one sentence why Camel could not set an option. Camel's own exceptions say it in the last of their causes, which neither the
 * first line of a log nor a report of Spring Boot shows.
 */
public final class RefusedValue {

    /** The one option that is a bean or a secret. */
    private static final String TOKEN = "token";

    private static final String NO_BEAN =
            " is not allowed; # names a bean, and no bean of that name is in Camel's registry:"
                    + " bind one or correct the name";

    private RefusedValue() {}

    /** Why an option of an endpoint was not set. The message does not repeat a secret. */
    public static IllegalArgumentException of(PropertyBindingException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
            cause = cause.getCause();
        }
        String name = failure.getPropertyName();
        String value = String.valueOf(failure.getValue());
        if (cause instanceof NoSuchBeanException missing) {
            return noSuchBean(name, value, missing);
        } else if (cause instanceof IllegalArgumentException refused && isOurs(refused, name)) {
            return refused;
        }
        return new IllegalArgumentException(
                name + "=" + (TOKEN.equals(name) ? "…" : Printable.of(value)) + " could not be set: "
                        + Printable.message(cause.getMessage()),
                Printable.cause(cause));
    }

    /** Constructors of beans also throw such exceptions, which do not name the option. */
    private static boolean isOurs(IllegalArgumentException refused, String name) {
        return name == null
                || refused.getMessage() != null && refused.getMessage().startsWith(name);
    }

    private static IllegalArgumentException noSuchBean(String name, String value, NoSuchBeanException missing) {
        // What begins with # alone may be a token.
        if (TOKEN.equals(name) && !value.startsWith("#bean:")) {
            return new IllegalArgumentException(name + "=#…" + NO_BEAN);
        }
        return new IllegalArgumentException(name + "=" + Printable.of(value) + NO_BEAN, missing);
    }

    /**
     * What to throw for a failure to set an option.
     *
     * @param type  the type of the option, null when it is not known
     * @param value a text or a bean
     * @return the failure itself when it says more than that the type is wrong
     */
    static RuntimeException ofType(String name, Class<?> type, Object value, RuntimeException failure) {
        boolean converted = failure instanceof TypeConversionException
                || failure.getCause() instanceof NoTypeConversionAvailableException
                || type == boolean.class
                || type == Boolean.class;
        if (!converted || type == null || value == null || TOKEN.equals(name)) {
            return failure;
        }
        // The text of a bean may have secrets, as the address of a database has.
        String found = value instanceof String text
                ? name + "=" + Printable.of(text) + " is not allowed; "
                : name + " is a " + value.getClass().getName() + ", which is not allowed; ";
        return new IllegalArgumentException(found + needed(type) + " is", failure);
    }

    private static String needed(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == double.class || type == Double.class) {
            return "a number such as 0.5";
        } else if (type == long.class) {
            return "a number of milliseconds, or a time such as 30s,";
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return "#bean: and the name of a " + type.getSimpleName();
    }
}
