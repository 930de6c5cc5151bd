package io.github.camelelevenlabs.stt.example.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.example.telephony.Telephony.Lines;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The example answers its lines, with an emulator behind it. */
abstract class TelephonyTestBase {

    final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();
    final List<String> printed = new CopyOnWriteArrayList<>();
    final AtomicInteger transcribed = new AtomicInteger();
    final Main main = new Main();
    Lines lines;

    @BeforeEach
    void start() throws Exception {
        lines = new Lines(freePort(), freePort(), freePort(), freePort());
        Telephony.useEmulator(main, emulator.uri());
        Telephony.configure(main, lines, printed::add, transcribed::incrementAndGet);
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
        emulator.stop();
        assertThat(emulator.violations()).isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
