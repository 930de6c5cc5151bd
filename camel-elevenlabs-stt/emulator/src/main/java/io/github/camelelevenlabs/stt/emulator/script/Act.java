package io.github.camelelevenlabs.stt.emulator.script;

import io.github.camelelevenlabs.stt.emulator.Fault;

/** The action of a cue. */
public sealed interface Act {
    record Do(Fault fault) implements Act {}

    record Send(String json) implements Act {}

    record Partial(String text) implements Act {}

    record Committed(String text) implements Act {}

    record Commit() implements Act {}

    record Warning(String text) implements Act {}

    record Edited(String text, String editedText) implements Act {}

    record Final(String text) implements Act {}
}
