package io.github.camelelevenlabs.stt.emulator.script;

import java.time.Duration;

/** The moment at which a cue runs. */
public sealed interface Moment {
    record Opening() implements Moment {}

    record Started() implements Moment {}

    record AfterAudio(Duration audio) implements Moment {}

    record AfterMessages(int messages) implements Moment {}

    record AfterTime(Duration time) implements Moment {}

    record OnCommit(int number) implements Moment {}

    record OnAnswer(int number) implements Moment {}
}
