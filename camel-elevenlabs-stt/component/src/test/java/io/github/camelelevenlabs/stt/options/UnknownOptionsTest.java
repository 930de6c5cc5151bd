package io.github.camelelevenlabs.stt.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownOptionsTest {

    private static final List<String> OPTIONS =
            List.of("apiKey", "audioFormat", "audioUrl", "channels", "languageCode", "modelId", "readRate");

    @ParameterizedTest
    @CsvSource({
        "languageCod, languageCode",
        "language_code, languageCode",
        "language-code, languageCode",
        "LANGUAGECODE, languageCode",
        "langCode, languageCode",
        "chanels, channels",
        "api_key, apiKey",
        "readrates, readRate",
        "modelID, modelId",
        "audioURI, audioUrl"
    })
    void a_misspelt_name_is_answered_with_the_option_that_was_meant(String written, String meant) {
        assertThat(UnknownOptions.message(List.of(written), OPTIONS))
                .startsWith(written + " is no option; did you mean " + meant + "? (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"speakers", "x", "fmt", "diarizeTheWholeRecordingPlease"})
    void a_name_like_no_option_is_not_guessed(String written) {
        assertThat(UnknownOptions.message(List.of(written), OPTIONS)).startsWith(written + " is no option (");
    }

    @Test
    void every_unknown_name_is_listed() {
        assertThat(UnknownOptions.message(List.of("speakers", "chanels"), OPTIONS))
                .startsWith("chanels is no option; did you mean channels?, speakers is no option (");
    }

    @Test
    void an_endpoint_with_misspelt_options_is_refused_with_the_names_that_were_meant() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> context.getEndpoint("elevenlabs-stt:calls?apikye=any&language_code=en"))
                    .isInstanceOf(ResolveEndpointFailedException.class)
                    .hasMessageContaining("&language_code=en due to: apikye is no option; did you mean apiKey?")
                    .hasMessageContaining("language_code is no option; did you mean languageCode?");
        }
    }
}
