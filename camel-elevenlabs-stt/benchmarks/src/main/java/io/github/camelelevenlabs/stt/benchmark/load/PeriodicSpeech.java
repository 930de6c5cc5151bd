package io.github.camelelevenlabs.stt.benchmark.load;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What all clients send and the server knows: words without end, in periods of ten seconds with a second of silence at the end of
 * each. So the server can check every byte, and what was said up to a position follows from the position.
 */
public final class PeriodicSpeech {

    public static final int SAMPLE_RATE = 16_000;
    public static final int BYTES_PER_SECOND = 2 * SAMPLE_RATE;
    public static final int SECONDS_OF_PERIOD = 10;
    /** A chunk of 100 ms, which all clients send. */
    public static final int CHUNK_BYTES = BYTES_PER_SECOND / 10;

    private static final Duration TONE = Duration.ofMillis(200);
    private static final Duration GAP = Duration.ofMillis(100);
    private static final int EACH_MILLIS = 300;
    private static final int WORDS_OF_PERIOD = 30;

    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    private PeriodicSpeech() {}

    /** Ten seconds at any sample rate, as linear samples. */
    public static Tones period(int sampleRate) {
        return Tones.at(sampleRate)
                .pace(TONE, GAP)
                .say(String.join(" ", Collections.nCopies(WORDS_OF_PERIOD / DIGITS.size(), String.join(" ", DIGITS))))
                .pause(Duration.ofSeconds(1));
    }

    /** The first words, at 16 kHz. */
    public static byte[] recording(int words) {
        byte[] period = period(SAMPLE_RATE).pcm();
        byte[] all = new byte[bytes(words)];
        for (int at = 0; at < all.length; at += period.length) {
            System.arraycopy(period, 0, all, at, Math.min(period.length, all.length - at));
        }
        return all;
    }

    /** The length of such a recording, which ends with speech: at its end something is left to commit. */
    public static int bytes(int words) {
        return (int) Math.round((start(words - 1) * 1_000 + EACH_MILLIS) * BYTES_PER_SECOND / 1_000);
    }

    /** The number of words that have ended at this position of the audio. */
    public static int wordsBefore(long millis) {
        long inPeriod = millis % (SECONDS_OF_PERIOD * 1_000);
        long ended = Math.min(WORDS_OF_PERIOD, (inPeriod + GAP.toMillis()) / EACH_MILLIS);
        return (int) (millis / (SECONDS_OF_PERIOD * 1_000) * WORDS_OF_PERIOD + ended);
    }

    /** Words by their numbers. @param to exclusive */
    public static String text(int from, int to) {
        return IntStream.range(from, to).mapToObj(PeriodicSpeech::word).collect(Collectors.joining(" "));
    }

    public static String word(int number) {
        return DIGITS.get(number % DIGITS.size());
    }

    /** When it begins, in seconds. */
    public static double start(int word) {
        return (word / WORDS_OF_PERIOD * SECONDS_OF_PERIOD * 1_000 + word % WORDS_OF_PERIOD * EACH_MILLIS) / 1e3;
    }

    public static double end(int word) {
        return start(word) + TONE.toMillis() / 1e3;
    }
}
