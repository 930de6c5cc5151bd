package io.github.camelelevenlabs.stt.emulator.infra;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Realtime speech-to-text for tests. As a static {@code @RegisterExtension} it serves all tests of a class. */
public interface ElevenLabsSttService extends BeforeAllCallback, AfterAllCallback, AutoCloseable {

    /** The value for the component's option {@code baseUrl}. */
    String baseUrl();

    /** The value for the component's option {@code apiKey}. */
    String apiKey();

    /** Sets the {@link ElevenLabsSttProperties} of the address and the key, so that routes can name them. */
    default void registerProperties() {
        System.setProperty(ElevenLabsSttProperties.BASE_URL, baseUrl());
        System.setProperty(ElevenLabsSttProperties.API_KEY, apiKey());
    }

    /** Starts the service if it runs locally, and registers the properties. */
    void initialize();

    /** Stops the service if it was started here. */
    void shutdown();

    @Override
    default void beforeAll(ExtensionContext context) {
        initialize();
    }

    @Override
    default void afterAll(ExtensionContext context) {
        shutdown();
    }

    @Override
    default void close() {
        shutdown();
    }
}
