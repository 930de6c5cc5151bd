package io.github.camelelevenlabs.stt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConfiguration;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ComponentPropertiesTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ElevenLabsSttComponent component =
            context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void values_are_written_as_in_a_uri() {
        bind(Map.of("read-rate", "1.5", "transcript-timeout", "1m30s", "session-key", "${header.callId}"));
        assertThat(component.getConfiguration().getReadRate()).isEqualTo(1.5);
        assertThat(component.getConfiguration().getTranscriptTimeout()).isEqualTo(90_000);
        assertThat(component.getConfiguration().getSessionKey()).isEqualTo("${header.callId}");
    }

    @Test
    void names_may_be_in_camel_case() {
        bind(Map.of("readRate", "2"));
        assertThat(component.getConfiguration().getReadRate()).isEqualTo(2);
    }

    @Test
    void environment_variables_are_properties_with_and_without_the_dashes() {
        bind(new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of(
                        "CAMEL_COMPONENT_ELEVENLABSSTT_APIKEY", "sk_1",
                        "CAMEL_COMPONENT_ELEVENLABS_STT_LANGUAGE_CODE", "de")));
        assertThat(component.getConfiguration().getApiKey()).isEqualTo("sk_1");
        assertThat(component.getConfiguration().getLanguageCode()).isEqualTo("de");
    }

    @Test
    void parameters_that_only_the_service_knows_are_a_map() {
        bind(Map.of("additional-parameters.tone", "plain, with commas"));
        assertThat(component.getConfiguration().getAdditionalParameters())
                .isEqualTo(Map.of("tone", "plain, with commas"));
    }

    @Test
    void beans_are_referred_to_by_name() {
        Supplier<String> tokens = () -> "sutkn_1";
        context.getRegistry().bind("tokens", tokens);
        bind(Map.of("token", "#bean:tokens"));
        assertThat(component.getConfiguration().getToken()).isSameAs(tokens);
    }

    @Test
    void session_permits_are_a_bean_that_needs_no_shedlock() {
        SessionPermits permits = new SessionPermits() {
            @Override
            public Place enter(int sessions, Runnable turn) {
                turn.run();
                return () -> {};
            }

            @Override
            public int count() {
                return 1;
            }

            @Override
            public int held() {
                return 0;
            }

            @Override
            public int waiting() {
                return 0;
            }
        };
        context.getRegistry().bind("permits", permits);
        bind(Map.of("session-permits", "#bean:permits"));
        assertThat(component.getConfiguration().getSessionPermits()).isSameAs(permits);
        assertThatThrownBy(() -> Class.forName("net.javacrumbs.shedlock.core.LockProvider"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void other_properties_override_a_whole_configuration() {
        ElevenLabsSttConfiguration prepared = new ElevenLabsSttConfiguration();
        prepared.setLanguageCode("fr");
        prepared.setReadRate(2);
        context.getRegistry().bind("prepared", prepared);
        bind(Map.of("configuration", "#bean:prepared", "audio-format", "pcm_8000", "read-rate", "3"));
        assertThat(component.getConfiguration()).isSameAs(prepared);
        assertThat(prepared.getLanguageCode()).isEqualTo("fr");
        assertThat(prepared.getAudioFormat()).isEqualTo("pcm_8000");
        assertThat(prepared.getReadRate()).isEqualTo(3);
    }

    @Test
    void unset_properties_change_nothing() {
        component.getConfiguration().setLanguageCode("fr");
        bind(Map.of("read-rate", "2"));
        assertThat(component.getConfiguration().getLanguageCode()).isEqualTo("fr");
    }

    @Test
    void a_property_that_is_no_option_is_refused_by_name() {
        assertThatThrownBy(() -> bind(Map.of("languag-code", "en")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "camel.component.elevenlabs-stt.languag-code is not an option of the component; did you mean"
                                + " camel.component.elevenlabs-stt.language-code?");
        assertThatThrownBy(() -> bind(Map.of("speakers", "2")))
                .hasMessageStartingWith("camel.component.elevenlabs-stt.speakers is not an option of the component;"
                        + " correct or remove it. The options are ")
                .hasMessageContaining(", language-code, ");
    }

    @Test
    void the_switches_of_every_starter_are_accepted() {
        bind(Map.of("enabled", "true", "customizer.enabled", "true"));
        assertThat(component.getConfiguration().getLanguageCode()).isNull();
    }

    @Test
    void a_value_of_the_wrong_kind_is_refused_by_name() {
        assertThatThrownBy(() -> bind(Map.of("proxy-port", "http")))
                .hasMessage("camel.component.elevenlabs-stt.proxy-port cannot be used: proxyPort=http is not allowed; a"
                        + " whole number is");
    }

    @Test
    void a_token_that_is_taken_for_the_name_of_a_bean_is_not_shown() {
        assertThatThrownBy(() -> bind(Map.of("token", "#4d1e")))
                .hasMessageStartingWith(
                        "camel.component.elevenlabs-stt.token cannot be used: token=#… is not allowed; ")
                .satisfies(
                        failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("4d1e"));
    }

    @Test
    void every_option_can_be_set() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        ComponentJson.options().forEach((name, option) -> {
            if (option.has("defaultValue")) {
                defaults.put(name, option.get("defaultValue").asText());
            } else if (!option.get("type").asText().equals("object")) {
                defaults.put(name, "1");
            }
        });
        assertThat(defaults).hasSizeGreaterThan(40);
        bind(defaults);
        assertThat(component.getConfiguration().getApiKey()).isEqualTo("1");
        assertThat(component.getConfiguration().getMaxReconnectDelay()).isEqualTo(30_000);
    }

    private void bind(Map<String, Object> properties) {
        Map<String, Object> prefixed = new LinkedHashMap<>();
        properties.forEach((name, value) -> prefixed.put("camel.component.elevenlabs-stt." + name, value));
        bind(new MapPropertySource("test", prefixed));
    }

    private void bind(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(one -> environment.getPropertySources().remove(one.getName()));
        environment.getPropertySources().addFirst(source);
        ComponentProperties.of(environment).bindTo(component, context);
    }
}
