package io.github.camelelevenlabs.stt.emulator.infra;

/** System properties that services of this package set, or with {@code remote} read. */
public final class ElevenLabsSttProperties {
    /** {@code local-elevenlabs-stt-emulator}, the default, or {@code remote}. */
    public static final String INSTANCE_TYPE = "elevenlabs-stt.instance.type";

    /** The address of the service, for the component's option {@code baseUrl}. */
    public static final String BASE_URL = "elevenlabs-stt.base.url";

    /** A valid key, for the component's option {@code apiKey}. */
    public static final String API_KEY = "elevenlabs-stt.api.key";

    private ElevenLabsSttProperties() {}
}
