package io.github.camelelevenlabs.stt.benchmark.client;

import io.github.camelelevenlabs.stt.benchmark.load.Load;
import java.util.Map;

/** A client in its process. */
interface SpeechClient {

    /** Prepares a load: what is the same for all of its sessions. */
    void prepare(Load load, Round round) throws Exception;

    /** Begins another session of the load, which reports to its round. Does not wait. */
    void open() throws Exception;

    /** Other commands than those that all clients know. @return the line that answers it */
    default String obey(String[] command) throws Exception {
        throw new IllegalArgumentException("Unknown command: " + String.join(" ", command));
    }

    /** What the process holds besides what every JVM does. */
    default Map<String, Long> footprint() {
        return Map.of();
    }
}
