package io.github.camelelevenlabs.stt.example.quarkus;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.util.FileUtil;

/** Starts before the application and passes on the address of the emulator and the folders. */
public class Emulator implements QuarkusTestResourceLifecycleManager {

    private SttEmulator emulator;
    private Path folder;

    @Override
    public Map<String, String> start() {
        emulator = SttEmulator.builder().behaviour(Behaviour.prompt()).start();
        try {
            folder = Files.createTempDirectory("transcription");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "camel.component.elevenlabs-stt.base-url", emulator.uri().toString(),
                "camel.component.elevenlabs-stt.api-key", "any",
                "inbox", folder.resolve("inbox").toString(),
                "outbox", folder.resolve("outbox").toString());
    }

    @Override
    public void inject(TestInjector test) {
        test.injectIntoFields(emulator, new TestInjector.MatchesType(SttEmulator.class));
    }

    @Override
    public void stop() {
        emulator.stop();
        FileUtil.removeDir(folder.toFile());
    }
}
