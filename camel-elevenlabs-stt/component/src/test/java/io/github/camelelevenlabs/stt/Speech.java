package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A recording of keypad tones, with its words and their times. */
final class Speech {

    /** A word and its start in the recording, in milliseconds. */
    record SpokenWord(String word, long start) {}

    private static final String[] WORDS = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "star", "pound"
    };

    private static final Duration TONE = ofMillis(100);
    private static final Duration GAP = ofMillis(100);

    private final Tones tones = Tones.at(16_000).pace(TONE, GAP);
    private final List<SpokenWord> spoken = new ArrayList<>();

    /** Sentences of 3 to 12 words with pauses of 0.4 to 3 s between them, the same for the same seed. */
    static Speech random(Random random, Duration length) {
        Speech speech = new Speech();
        while (speech.tones.duration().compareTo(length) < 0) {
            int words = 3 + random.nextInt(10);
            for (int word = 0; word < words; word++) {
                speech.say(WORDS[random.nextInt(WORDS.length)]);
            }
            speech.tones.pause(ofMillis(400 + random.nextInt(2_600)));
        }
        return speech;
    }

    private void say(String word) {
        spoken.add(new SpokenWord(word, tones.duration().toMillis()));
        tones.say(word);
    }

    byte[] wav() {
        return tones.wav();
    }

    byte[] pcm() {
        return tones.pcm();
    }

    List<SpokenWord> spoken() {
        return spoken;
    }

    List<String> words() {
        return spoken.stream().map(SpokenWord::word).toList();
    }
}
