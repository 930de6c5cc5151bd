package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What is said in a call, and its sound: tones, each of which the emulator hears as a word, at the pace of speech, in sentences with
 * pauses between them.
 *
 * @param words in order
 * @param ends  milliseconds from the beginning of the call to the end of each word
 * @param audio mu-law at 8 kHz
 */
record Call(String name, List<String> words, List<Long> ends, byte[] audio) {

    static final int BYTES_PER_MILLISECOND = 8;

    private static final List<String> VOCABULARY =
            List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero", "alpha", "bravo");
    private static final Duration HALF_A_WORD = Duration.ofMillis(200);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1800);
    private static final int MOST_LONGER = 600;
    private static final int FEWEST_WORDS = 3;
    private static final int MOST_MORE = 6;

    /** A call that is about as long, the same one for the same number. */
    static Call random(int number, Duration length) {
        Random random = new Random(number);
        Tones tones = Tones.at(8_000).pace(HALF_A_WORD, HALF_A_WORD);
        List<String> words = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        while (tones.duration().compareTo(length) < 0) {
            for (int i = FEWEST_WORDS + random.nextInt(MOST_MORE); i > 0; i--) {
                words.add(VOCABULARY.get(random.nextInt(VOCABULARY.size())));
                tones.say(words.get(words.size() - 1));
                ends.add(tones.duration().minus(HALF_A_WORD).toMillis());
            }
            tones.pause(SHORTEST_PAUSE.plusMillis(random.nextInt(MOST_LONGER)));
        }
        return new Call(String.format("call-%02d", number), List.copyOf(words), List.copyOf(ends), tones.ulaw());
    }

    /** The number of words that are said within the first milliseconds. */
    int saidWithin(long milliseconds) {
        return (int) ends.stream().filter(end -> end <= milliseconds).count();
    }

    long milliseconds() {
        return audio.length / BYTES_PER_MILLISECOND;
    }

    /** The audio from one millisecond to another, or to the end. */
    byte[] audio(long from, long to) {
        return Arrays.copyOfRange(
                audio, (int) from * BYTES_PER_MILLISECOND, (int) Math.min(audio.length, to * BYTES_PER_MILLISECOND));
    }
}
