package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Somebody who counts: every word is a number, said once, so that what is lost, doubled or out of order shows, and which it
 * is. A word's loudness is its number. Words come in sentences, with pauses between them of less and more than any threshold;
 * some sentences never seem to end, and sometimes nobody speaks for a long while. Made as it is needed, however long it is.
 */
final class NumberedSpeech {

    /** Loudness of the first number and of the last, after which counting begins again; within what counts as equally loud. */
    static final int QUIETEST = 4_000;

    static final int LOUDEST = 32_000;

    /** How somebody speaks. */
    enum Manner {
        /** In sentences, with pauses of all lengths between them. */
        SENTENCES,
        /** Word after word, with hardly a gap between them. */
        BREATHLESS,
        /** One word into the other. */
        SLURRED,
        /** Not at all. */
        SILENT
    }

    /** A word and when in the recording it starts, in milliseconds. */
    record Said(String word, long start) {}

    private final PcmFormat format;
    private final Random random;
    private final long length;
    private final Manner manner;
    private final Deque<Said> said = new ArrayDeque<>();

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

    /** The next audio, at most so many samples; empty at the end. */
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

    /** What was said and not taken yet, in order. */
    Deque<Said> said() {
        return said;
    }

    private void nextRun() {
        gap = !gap;
        if (gap) {
            loudness = 0;
            wordsLeft--;
            runLeft = samples(wordsLeft > 0 ? betweenWords() : pause());
        } else if (position + samples(1_000) > length || manner == Manner.SILENT) {
            // Nobody is cut off in the middle of a word.
            gap = true;
            loudness = 0;
            runLeft = samples(1_000);
        } else {
            wordsLeft = wordsLeft > 0 ? wordsLeft : sentence();
            loudness = QUIETEST + (int) (words++ % (LOUDEST - QUIETEST));
            runLeft = samples(120 + random.nextInt(400));
            said.add(new Said(word(loudness), position * 1_000 / format.sampleRate()));
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
