package io.github.camelelevenlabs.stt.emulator.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A key of a telephone: two simultaneous sine waves, and the word that the emulator recognises in them. */
public enum KeypadTone {
    ONE(697, 1209),
    TWO(697, 1336),
    THREE(697, 1477),
    ALPHA(697, 1633),
    FOUR(770, 1209),
    FIVE(770, 1336),
    SIX(770, 1477),
    BRAVO(770, 1633),
    SEVEN(852, 1209),
    EIGHT(852, 1336),
    NINE(852, 1477),
    CHARLIE(852, 1633),
    STAR(941, 1209),
    ZERO(941, 1336),
    POUND(941, 1477),
    DELTA(941, 1633);

    static final List<Integer> LOW_HERTZ = List.of(697, 770, 852, 941);
    static final List<Integer> HIGH_HERTZ = List.of(1209, 1336, 1477, 1633);

    private final int lowHertz;
    private final int highHertz;

    KeypadTone(int lowHertz, int highHertz) {
        this.lowHertz = lowHertz;
        this.highHertz = highHertz;
    }

    /** The tone of this word, such as {@code seven} or {@code star}. */
    public static Optional<KeypadTone> of(String word) {
        return Arrays.stream(values()).filter(tone -> tone.word().equals(word)).findFirst();
    }

    static KeypadTone at(int low, int high) {
        return values()[low * HIGH_HERTZ.size() + high];
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int lowHertz() {
        return lowHertz;
    }

    public int highHertz() {
        return highHertz;
    }
}
