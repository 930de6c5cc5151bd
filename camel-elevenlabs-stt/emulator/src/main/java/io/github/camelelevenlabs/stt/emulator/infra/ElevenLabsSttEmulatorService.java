package io.github.camelelevenlabs.stt.emulator.infra;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;

/** An emulator that listens from its creation, so that other extensions may ask for its address whatever their order. */
public final class ElevenLabsSttEmulatorService implements ElevenLabsSttService {
    private static final String KEY = "emulator";

    private final SttEmulator emulator;

    /** Recognises tones and answers promptly. */
    public ElevenLabsSttEmulatorService() {
        this(SttEmulator.builder().behaviour(Behaviour.prompt()));
    }

    /** @param builder to which no other key is given than {@link #apiKey} */
    public ElevenLabsSttEmulatorService(SttEmulator.Builder builder) {
        emulator = builder.start();
        registerProperties();
    }

    public SttEmulator emulator() {
        return emulator;
    }

    @Override
    public String baseUrl() {
        return emulator.uri().toString();
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public void initialize() {
        registerProperties();
    }

    @Override
    public void shutdown() {
        emulator.stop();
    }
}
