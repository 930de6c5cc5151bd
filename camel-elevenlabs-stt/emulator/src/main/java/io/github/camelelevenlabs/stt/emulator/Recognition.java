package io.github.camelelevenlabs.stt.emulator;

import java.util.concurrent.CompletionStage;

/** Recognises the audio of one connection. All calls come from that connection's event loop and must not block it. */
public interface Recognition {

    /** Accepts the next samples, from one index (inclusive) to another (exclusive). The array is not changed later. */
    void accept(short[] samples, int from, int to);

    /** The text recognised since the last {@link #commit}, as far as it is ready. */
    String partial();

    /**
     * Ends the segment after the last sample taken and begins the next one. The stage may complete on any thread, and
     * those of several segments in any order.
     */
    CompletionStage<Utterance> commit();

    /** The connection has ended: open stages need not complete. */
    default void close() {}
}
