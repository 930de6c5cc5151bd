package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Speech that counts: every word is a number and is spoken once, so that a lost, repeated or misplaced word can be named. The
 * loudness of a word encodes its number. Words form sentences, with pauses shorter and longer than any threshold; some
 * sentences are very long, and some pauses too. Audio is generated on demand, whatever its length.
 */
final class NumberedSpeech {

    /** The loudness of the first and of the last number, after which counting starts again. All of it counts as speech. */
    static final int QUIETEST = 4_000;

    static final int LOUDEST = 32_000;

    /** How the words follow each other. */
    enum Manner {
        /** Sentences, with pauses of all lengths between them. */
        SENTENCES,
        /** Words with short gaps and no pauses. */
        BREATHLESS,
        /** Words without any gap. */
        SLURRED,
        /** No words. */
        SILENT
    }

    /** A word and its start in the recording, in milliseconds. */
    record SpokenWord(String word, long start) {}

    private final PcmFormat format;
    private final Random random;
    private final long length;
    private final Manner manner;
    private final Deque<SpokenWord> spoken = new ArrayDeque<>();

    private long position;
    private long words;
    private int wordsLeft;
    private int loudness;
    private long runLeft;
    private boolean gap = true;

    NumberedSpeech(PcmFormat format, Random random, Duration length, Manner manner) {
        this.format = format;
        this.random = random;
        this.length = format.samples(length);
        this.manner = manner;
        this.runLeft = samples(200 + random.nextInt(800));
    }

    /** The next audio, at most this number of samples; empty at the end. */
    ByteBuffer next(int samples) {
        int count = (int) Math.min(samples, length - position);
        ByteBuffer bytes = ByteBuffer.allocate(count * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            while (runLeft == 0) {
                nextRun();
            }
            runLeft--;
            bytes.putShort((short) (position % 2 == 0 ? loudness : -loudness));
            position++;
        }
        return bytes.flip();
    }

    /** The spoken words in order, until the caller removes them. */
    Deque<SpokenWord> spoken() {
        return spoken;
    }

    private void nextRun() {
        gap = !gap;
        if (gap) {
            loudness = 0;
            wordsLeft--;
            runLeft = samples(wordsLeft > 0 ? betweenWords() : pause());
        } else if (position + samples(1_000) > length || manner == Manner.SILENT) {
            // The recording does not end within a word.
            gap = true;
            loudness = 0;
            runLeft = samples(1_000);
        } else {
            wordsLeft = wordsLeft > 0 ? wordsLeft : sentence();
            loudness = QUIETEST + (int) (words++ % (LOUDEST - QUIETEST));
            runLeft = samples(120 + random.nextInt(400));
            spoken.add(new SpokenWord(word(loudness), position * 1_000 / format.sampleRate()));
        }
    }

    private int betweenWords() {
        return manner == Manner.SLURRED ? 0 : 50 + random.nextInt(150);
    }

    private int sentence() {
        if (manner != Manner.SENTENCES) {
            return Integer.MAX_VALUE;
        }
        return random.nextInt(20) == 0 ? 60 + random.nextInt(100) : 1 + random.nextInt(14);
    }

    private int pause() {
        return random.nextInt(25) == 0 ? 10_000 + random.nextInt(40_000) : 350 + random.nextInt(2_800);
    }

    static String word(int loudness) {
        return String.valueOf(loudness - QUIETEST);
    }

    private long samples(int millis) {
        return format.samples(Duration.ofMillis(millis));
    }
}
