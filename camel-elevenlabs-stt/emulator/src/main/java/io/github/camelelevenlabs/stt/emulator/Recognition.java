package io.github.camelelevenlabs.stt.emulator;

import java.util.concurrent.CompletionStage;

/** Listens to the audio of one connection. All calls come from that connection's event loop and must not block it. */
public interface Recognition {

    /** Takes the next samples: those from one index up to, not including, another. The array is not changed later. */
    void accept(short[] samples, int from, int to);

    /** What was heard so far since the last {@link #commit}, or as much of it as is ready. */
    String partial();

    /**
     * Ends the segment after the last sample taken and begins the next one. The stage may complete on any thread, and
     * those of several segments in any order.
     */
    CompletionStage<Utterance> commit();

    /** The connection is gone: open stages need not complete. */
    default void close() {}
}
