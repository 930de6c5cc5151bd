package io.github.camelelevenlabs.stt.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.options.RefusedValue;
import io.github.camelelevenlabs.stt.options.UnknownOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.Environment;

/**
 * What the environment says under {@code camel.component.elevenlabs-stt}. The options are those that the component's own
 * JSON lists, and Camel converts the values: they are written as in an endpoint's URI, {@code 1m30s} and {@code #bean:name}
 * included.
 */
final class ComponentProperties {

    static final String PREFIX = "camel.component.elevenlabs-stt";

    /** Not the component's, but read by the conditions of every Camel starter. */
    private static final Set<String> OF_THE_STARTER = Set.of("enabled", "customizer");

    /** A configuration replaces all options at once, so what else is set comes after it. */
    private static final String CONFIGURATION = "configuration";

    private final Map<String, Object> values;

    private ComponentProperties(Map<String, Object> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException when there is a property that is no option */
    static ComponentProperties of(Environment environment) {
        Binder binder = Binder.get(environment);
        Map<String, Bindable<?>> options = options();
        refuseUnknown(binder, options.keySet());
        Map<String, Object> values = new LinkedHashMap<>();
        options.forEach(
                (option, type) -> binder.bind(property(option), type).ifBound(value -> values.put(option, value)));
        return new ComponentProperties(values);
    }

    void bindTo(Component component, CamelContext context) {
        if (values.containsKey(CONFIGURATION)) {
            bind(component, context, CONFIGURATION);
        }
        values.keySet().stream()
                .filter(option -> !option.equals(CONFIGURATION))
                .forEach(option -> bind(component, context, option));
    }

    private void bind(Component component, CamelContext context, String option) {
        try {
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withMandatory(true)
                    .withProperty(option, values.get(option))
                    .bind();
        } catch (PropertyBindingException e) {
            IllegalArgumentException refused = RefusedValue.of(e);
            throw new IllegalArgumentException(property(option) + " cannot be used: " + refused.getMessage(), refused);
        }
    }

    private static String property(String option) {
        return PREFIX + "." + DataObjectPropertyName.toDashedForm(option);
    }

    private static void refuseUnknown(Binder binder, Set<String> options) {
        Set<String> known = options.stream().map(ComponentProperties::uniform).collect(Collectors.toSet());
        binder.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet()
                .forEach(name -> {
                    if (!known.contains(uniform(name)) && !OF_THE_STARTER.contains(name)) {
                        throw new IllegalArgumentException(PREFIX + "." + name
                                + " is not an option of the component; "
                                + UnknownOptions.similar(name, options)
                                        .map(meant -> "did you mean " + property(meant) + "?")
                                        .orElseGet(() -> "correct or remove it. The options are " + all(options)));
                    }
                });
    }

    private static String all(Set<String> options) {
        return options.stream()
                .map(DataObjectPropertyName::toDashedForm)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Environment variables have no capital letters and no dashes. */
    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Bindable<?>> options() {
        Map<String, Bindable<?>> options = new TreeMap<>();
        try (InputStream json = ElevenLabsSttComponent.class.getResourceAsStream(
                "/META-INF/io/github/camelelevenlabs/stt/elevenlabs-stt.json")) {
            JsonNode component = new ObjectMapper().readTree(json);
            component
                    .get("componentProperties")
                    .properties()
                    .forEach(option -> options.put(option.getKey(), bindable(option.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException("The list of the component's options cannot be read", e);
        }
        return options;
    }

    private static Bindable<?> bindable(JsonNode option) {
        return option.get("javaType").asText().startsWith("java.util.Map")
                ? Bindable.mapOf(String.class, Object.class)
                : Bindable.of(String.class);
    }
}
