package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final CamelContext context = new DefaultCamelContext();
    private final Catalog catalog = new Catalog(context);

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void endpoints_are_refused_for_unknown_options_and_for_values() {
        assertThat(catalog.complaint("elevenlabs-stt:calls?languageCode=en&readRate={{rate}}&param.new_one=1"))
                .isEmpty();
        assertThat(catalog.complaint("elevenlabs-stt:calls?langCode=en").orElseThrow())
                .contains("langCode", "Unknown option");
        assertThat(catalog.complaint("elevenlabs-stt:calls?outputFormat=docx").orElseThrow())
                .contains("Possible values: [text, json, srt, vtt, transcript]");
    }

    @Test
    void unknown_components_are_not_checked() {
        assertThat(catalog.complaint("aws2-s3:recordings?anything=1")).isEmpty();
    }

    @Test
    void properties_are_refused_for_unknown_options_and_for_values() {
        assertThat(catalog.complaint("camel.component.elevenlabs-stt.max-concurrent-sessions", "10"))
                .isEmpty();
        assertThat(catalog.complaint("camel.component.elevenlabs-stt.max-concurrent-sessions", "ten")
                        .orElseThrow())
                .contains("Invalid integer value: ten");
        assertThat(catalog.complaint("camel.component.elevenlabs-stt.maxSessions", "10")
                        .orElseThrow())
                .contains("Unknown option");
    }
}
