package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.FaultPlan;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The settings of the service, which stay the same while it runs.
 *
 * @param apiKey    the only key accepted, or null for any
 * @param faults    the faults of every new script
 * @param speed     all times are divided by it
 * @param keepAudio whether recorded sessions hold the bytes they received
 * @param nanoTime  as {@link System#nanoTime}
 */
public record ServiceSettings(
        Recogniser recogniser,
        Behaviour behaviour,
        String apiKey,
        Optional<FaultPlan> faults,
        double speed,
        boolean keepAudio,
        LongSupplier nanoTime) {

    public ServiceSettings {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be more than 0, was " + speed);
        }
    }

    @Override
    public String toString() {
        return "ServiceSettings[speed=" + speed + "]";
    }
}
