package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one check found out about a service, by the names of the facts. */
final class Findings {
    // Two runs of the same service differ, and so do computers: only what nobody would call the same counts.
    private static final double TOLERATED_RATIO = 2;
    private static final Duration TOLERATED = Duration.ofMillis(500);

    private final Duration tolerated;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    /** @param speed of the services' clocks: how many of their milliseconds one of this computer's is */
    Findings(double speed) {
        tolerated = Duration.ofMillis((long) (TOLERATED.toMillis() * speed));
    }

    /** Something that is the same on every run. */
    Findings fact(String name, Object value) {
        facts.put(name, String.valueOf(value));
        return this;
    }

    /** Something that takes about the same time on every run. */
    Findings time(String name, Duration value) {
        facts.put(name, value);
        return this;
    }

    int size() {
        return facts.size();
    }

    /** One line for every fact in which the emulator differs from this, the service. */
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
