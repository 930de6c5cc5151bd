package io.github.camelelevenlabs.stt.emulator;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What stays the same as long as an emulator runs.
 *
 * @param port      0 for a free one
 * @param apiKey    the only key accepted, or null for any
 * @param faults    what every script begins with
 * @param speed     all times are divided by it
 * @param keepAudio whether recorded sessions hold the bytes they received
 * @param recording where all that crosses the connections is written, or null
 * @param replayed  what is played instead of the service, or null
 * @param nanoTime  as {@link System#nanoTime}
 */
record EmulatorSettings(
        int port,
        Recogniser recogniser,
        Behaviour behaviour,
        String apiKey,
        Optional<FaultPlan> faults,
        double speed,
        boolean keepAudio,
        Path recording,
        Recording replayed,
        LongSupplier nanoTime) {

    EmulatorSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 (a free one) to 65535, was " + port);
        }
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be more than 0, was " + speed);
        }
    }

    @Override
    public String toString() {
        return "EmulatorSettings[port=" + port + ", speed=" + speed + "]";
    }
}
