package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The facts that one check found about a service, by their names. */
final class Findings {
    // Two runs of the same service differ, and computers differ: only large differences count.
    private static final double TOLERATED_RATIO = 2;
    private static final Duration TOLERATED = Duration.ofMillis(500);

    private final Duration tolerated;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    /**
     * @param speed the speed of the service's clock, as a multiple of real time
     */
    Findings(double speed) {
        tolerated = Duration.ofMillis((long) (TOLERATED.toMillis() * speed));
    }

    /** A fact that is equal in every run. */
    Findings fact(String name, Object value) {
        facts.put(name, String.valueOf(value));
        return this;
    }

    /** A duration that is similar in every run. */
    Findings time(String name, Duration value) {
        facts.put(name, value);
        return this;
    }

    int size() {
        return facts.size();
    }

    /** One line for every fact in which the emulator differs from the service. */
    List<String> differences(Findings emulator) {
        List<String> differences = new ArrayList<>();
        Map<String, Object> all = new LinkedHashMap<>(facts);
        emulator.facts.forEach(all::putIfAbsent);
        for (String name : all.keySet()) {
            Object here = facts.get(name);
            Object there = emulator.facts.get(name);
            if (!same(here, there)) {
                differences.add(name + ": the service has " + shown(here) + ", the emulator " + shown(there));
            }
        }
        return differences;
    }

    private boolean same(Object here, Object there) {
        if (here instanceof Duration a && there instanceof Duration b) {
            Duration less = a.compareTo(b) < 0 ? a : b;
            Duration more = a.compareTo(b) < 0 ? b : a;
            return more.minus(less).compareTo(tolerated) <= 0 || more.toMillis() <= less.toMillis() * TOLERATED_RATIO;
        }
        return Objects.equals(here, there);
    }

    private static String shown(Object value) {
        if (value == null) {
            return "nothing";
        }
        return value instanceof Duration time ? time.toMillis() + " ms" : "'" + value + "'";
    }
}
