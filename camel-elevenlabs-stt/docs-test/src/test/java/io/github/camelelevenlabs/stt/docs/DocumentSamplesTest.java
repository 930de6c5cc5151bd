package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Loads the routes in YAML and compares their URIs with the catalog, in place of a compilation. Other tests run them. Other
 * documents only have to be valid YAML or JSON.
 */
class DocumentSamplesTest {

    @Test
    void routes_can_be_loaded_and_have_options_that_are_allowed() {
        List<String> complaints = new ArrayList<>();
        for (Page.Block block : Repository.blocks("yaml")) {
            try {
                // A YAML list is a document of Camel's DSL.
                if (new Load(LoadSettings.builder().build()).loadFromString(block.text()) instanceof List) {
                    check(block, complaints);
                }
            } catch (Exception e) {
                complaints.add(block.at() + ": " + e.getMessage());
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void json_can_be_read() {
        ObjectMapper strict = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        assertThat(Repository.blocks("json"))
                .allSatisfy(block -> assertThatCode(() -> strict.readTree(block.text()))
                        .as(block.at())
                        .doesNotThrowAnyException());
    }

    private static void check(Page.Block block, List<String> complaints) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.build();
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("sample.camel.yaml", block.text()));
            Catalog catalog = new Catalog(context);
            context.getRouteDefinitions().stream()
                    .flatMap(DocumentSamplesTest::uris)
                    .map(catalog::complaint)
                    .flatMap(Optional::stream)
                    .forEach(complaint -> complaints.add(block.at() + ": " + complaint));
        }
    }

    private static Stream<String> uris(RouteDefinition route) {
        return Stream.concat(
                Stream.of(route.getInput().getEndpointUri()),
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
                        .map(ToDefinition::getEndpointUri));
    }
}
