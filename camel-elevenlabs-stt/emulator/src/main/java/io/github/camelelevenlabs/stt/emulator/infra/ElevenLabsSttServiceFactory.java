package io.github.camelelevenlabs.stt.emulator.infra;

/**
 * Creates the service that the system property {@code elevenlabs-stt.instance.type} asks for:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ElevenLabsSttService service = ElevenLabsSttServiceFactory.createService();
 * }</pre>
 */
public final class ElevenLabsSttServiceFactory {
    private static final String LOCAL = "local-elevenlabs-stt-emulator";
    private static final String REMOTE = "remote";

    private ElevenLabsSttServiceFactory() {}

    /** @throws UnsupportedOperationException if the property asks for a type that is not there */
    public static ElevenLabsSttService createService() {
        String type = System.getProperty(ElevenLabsSttProperties.INSTANCE_TYPE, LOCAL);
        return switch (type) {
            case LOCAL -> new ElevenLabsSttEmulatorService();
            case REMOTE -> new ElevenLabsSttRemoteService();
            default ->
                throw new UnsupportedOperationException(ElevenLabsSttProperties.INSTANCE_TYPE + " must be " + LOCAL
                        + " or " + REMOTE + ", was " + type);
        };
    }
}
