package io.github.camelelevenlabs.stt.quarkus.it;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Replaces the service by the emulator, which starts before the application and passes on its address. */
public class Service implements QuarkusTestResourceLifecycleManager {

    private SttEmulator emulator;

    @Override
    public Map<String, String> start() {
        emulator = SttEmulator.builder()
                .behaviour(Behaviour.prompt())
                .apiKey("sk_1")
                .start();
        return Map.of(
                "camel.component.elevenlabs-stt.api-key",
                "sk_1",
                "camel.component.elevenlabs-stt.base-url",
                emulator.uri().toString());
    }

    @Override
    public void inject(TestInjector test) {
        test.injectIntoFields(emulator, new TestInjector.MatchesType(SttEmulator.class));
    }

    @Override
    public void stop() {
        emulator.stop();
    }
}
