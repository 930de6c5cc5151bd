package io.github.camelelevenlabs.stt.example.springboot;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Replaces the service for users without an API key. Your application does not need this class. */
@Configuration(proxyBeanMethods = false)
@Profile(LocalEmulator.PROFILE)
class LocalEmulator {

    static final String PROFILE = "emulator";

    @Bean
    SttEmulator emulator() {
        return SttEmulator.builder().recogniser(Recogniser.speech()).start();
    }

    @Bean
    ComponentCustomizer emulatorInPlaceOfTheService(SttEmulator emulator) {
        return ComponentCustomizer.forType(ElevenLabsSttComponent.class, component -> {
            component.getConfiguration().setBaseUrl(emulator.uri().toString());
            component.getConfiguration().setApiKey("any");
        });
    }
}
