package io.github.camelelevenlabs.stt.quarkus.devmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.quarkus.test.QuarkusDevModeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An application that is changed at runtime, as with {@code quarkus:dev}. Camel Quarkus detects changes by itself. */
@Tag("full")
class DevModeIT {

    @TempDir
    static Path folder;

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension();

    @RegisterExtension
    static final QuarkusDevModeTest application = new QuarkusDevModeTest()
            .withApplicationRoot(archive -> archive.addClass(Calls.class)
                    .addAsResource(
                            new StringAsset(String.join(
                                    "\n",
                                    "folder = " + folder,
                                    "camel.component.elevenlabs-stt.base-url = " + emulator.uri(),
                                    "camel.component.elevenlabs-stt.api-key = any",
                                    "camel.component.elevenlabs-stt.language-code = en",
                                    "camel.component.elevenlabs-stt.read-rate = 1")),
                            "application.properties"));

    @Test
    void a_changed_property_takes_effect() throws IOException {
        receive("first", "one two");
        awaitText("first", "one two");
        assertThat(emulator.sessions().get(0).parameter("language_code")).isEqualTo("en");
        reloadAfter(() -> application.modifyResourceFile(
                "application.properties",
                properties -> properties.replace("language-code = en", "language-code = de")));
        receive("second", "three four");
        awaitText("second", "three four");
        assertThat(emulator.sessions().get(1).parameter("language_code")).isEqualTo("de");
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void a_recording_interrupted_by_a_changed_route_is_transcribed_by_the_new_one() throws IOException {
        // Much longer than a slow computer needs to detect the change, to compile it and to restart.
        receive("long", "one two three four five six seven eight nine zero | ".repeat(50) + "one");
        patiently()
                .until(() -> emulator.sessions().size() == 1
                        && emulator.sessions().get(0).isStarted());
        reloadAfter(() -> application.modifySourceFile(
                Calls.class, source -> source.replace("elevenlabs-stt:calls", "elevenlabs-stt:calls?readRate=0")));
        awaitText("long", "one two three four five six seven eight nine zero ".repeat(50) + "one");
        assertThat(emulator.sessions()).hasSize(2).noneMatch(RecordedSession::isOpen);
    }

    /** Returns when all threads of the previous application have ended. */
    private static void reloadAfter(Runnable change) {
        Set<Thread> old = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("ElevenLabsSttLoop"))
                .collect(Collectors.toSet());
        assertThat(old).isNotEmpty();
        change.run();
        patiently().until(() -> old.stream().noneMatch(Thread::isAlive));
    }

    private static void receive(String name, String words) throws IOException {
        byte[] recording = Tones.at(16_000).say(words).wav();
        Files.move(Files.write(folder.resolve(name), recording), folder.resolve(name + ".wav"));
    }

    private static void awaitText(String name, String text) {
        patiently().until(() -> Files.exists(folder.resolve("done/" + name + ".wav")));
        assertThat(folder.resolve(name + ".txt")).hasContent(text);
        patiently().until(() -> emulator.sessions().stream().noneMatch(RecordedSession::isOpen));
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }
}
