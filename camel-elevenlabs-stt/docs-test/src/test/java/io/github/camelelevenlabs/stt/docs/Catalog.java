package io.github.camelelevenlabs.stt.docs;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.StringHelper;

/** Camel's catalog of the components on the class path, from their JSON. */
final class Catalog {

    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();

    Catalog(CamelContext context) {
        catalog.setCamelContext(context);
        catalog.start();
    }

    ComponentModel component() {
        return JsonMapper.generateComponentModel(catalog.componentJSonSchema("elevenlabs-stt"));
    }

    /** The errors in the options of an endpoint; empty if its component is not on the class path. */
    Optional<String> complaint(String uri) {
        if (catalog.componentJSonSchema(StringHelper.before(uri, ":")) == null) {
            return Optional.empty();
        }
        EndpointValidationResult result = catalog.validateEndpointProperties(uri);
        return result.isSuccess() ? Optional.empty() : Optional.of(uri + "\n" + result.summaryErrorMessage(false));
    }

    /** The error in a property of a component. */
    Optional<String> complaint(String key, String value) {
        String property = key + "=" + value;
        ConfigurationPropertiesValidationResult result = catalog.validateConfigurationProperty(property);
        return result.isSuccess() ? Optional.empty() : Optional.of(property + "\n" + result.summaryErrorMessage(false));
    }
}
