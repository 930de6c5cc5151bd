package io.github.camelelevenlabs.stt.fetch;

import java.util.List;
import java.util.OptionalInt;

/** Selects one of several sound tracks that are streams of their own. */
@FunctionalInterface
public interface TrackChoice {

    /** Selects the first track. */
    TrackChoice FIRST = languages -> OptionalInt.of(0);

    /**
     * The index of the selected track, from 0; empty when it is not among them.
     *
     * @param languages the language of each track, such as {@code de} or {@code de-AT}; empty where it is not stated
     */
    OptionalInt indexIn(List<String> languages);
}
