package io.github.camelelevenlabs.stt.emulator.infra;

/** A service that runs elsewhere: the real one, or an emulator of another process. */
final class ElevenLabsSttRemoteService implements ElevenLabsSttService {

    @Override
    public String baseUrl() {
        return property(ElevenLabsSttProperties.BASE_URL);
    }

    @Override
    public String apiKey() {
        return property(ElevenLabsSttProperties.API_KEY);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    ElevenLabsSttProperties.INSTANCE_TYPE + "=remote needs the system property " + name);
        }
        return value;
    }

    @Override
    public void initialize() {
        registerProperties();
    }

    @Override
    public void shutdown() {}
}
