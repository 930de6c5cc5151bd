package io.github.camelelevenlabs.stt.options;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.GeneratedPropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Sets options through Camel's generated configurer, and refuses text that is no number or no duration where one is needed. Camel
 * alone would convert such text to 0, which most limits take as "no limit". Of other types it says what is allowed.
 *
 * @param types the same configurer, which also knows the types of the options
 */
public record CheckedConfigurer(PropertyConfigurer generated, PropertyConfigurerGetter types)
        implements GeneratedPropertyConfigurer, PropertyConfigurerGetter {

    /** The syntax of Camel: 90000, 1m30s, or ISO 8601 as in PT1M30S, which Camel itself checks. */
    private static final Pattern TIME =
            Pattern.compile("-?\\d{1,18}|(?=.)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?|-?[Pp].*");

    /** @param generated null before the component is initialised */
    public static PropertyConfigurer of(PropertyConfigurer generated) {
        return generated instanceof PropertyConfigurerGetter types
                ? new CheckedConfigurer(generated, types)
                : generated;
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        Class<?> type = types.getOptionType(name, ignoreCase);
        boolean whole = type == int.class || type == Integer.class;
        // A # begins the name of a bean.
        if ((whole || type == long.class) && value instanceof String text && !text.startsWith("#")) {
            String number = context.resolvePropertyPlaceholders(text);
            if (!(whole ? isInt(number) : TIME.matcher(number).matches())) {
                throw new IllegalArgumentException(name + "=" + Printable.of(number) + " is not allowed; "
                        + (whole ? "a whole number is" : "a number of milliseconds, or a time such as 30s, is"));
            }
        }
        try {
            return generated.configure(context, target, name, value, ignoreCase);
        } catch (RuntimeException e) {
            throw RefusedValue.ofType(name, type, value, e);
        }
    }

    private static boolean isInt(String text) {
        try {
            Integer.parseInt(text);
            return true;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return types.getOptionType(name, ignoreCase);
    }

    @Override
    public String[] getAutowiredNames() {
        return types.getAutowiredNames();
    }

    @Override
    public Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return types.getCollectionValueType(target, name, ignoreCase);
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return types.getOptionValue(target, name, ignoreCase);
    }
}
