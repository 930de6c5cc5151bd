package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.IOException;

/** The emulator in a process of its own: prints its address, and ends when its input does. */
final class EmulatorUnderLoad {

    private EmulatorUnderLoad() {}

    public static void main(String[] arguments) throws IOException {
        try (SttEmulator emulator = SttEmulator.builder().keepAudio(false).start()) {
            System.out.println("emulator uri=" + emulator.uri());
            while (System.in.read() >= 0) {
                // The input stays empty: its end is the end of the benchmark.
            }
        }
    }
}
