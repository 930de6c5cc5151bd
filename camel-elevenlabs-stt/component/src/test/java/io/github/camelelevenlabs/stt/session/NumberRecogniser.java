package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Recognises {@link NumberedSpeech}: each word after 30 ms of it, and once on each connection, even if a commit cuts it. So a
 * word that is sent in part after a reconnect counts as repeated. Times are up to 40 ms wrong, as with a real recogniser.
 */
final class NumberRecogniser implements Recogniser {

    private static final double RECOGNISED_AFTER = 0.03;
    private static final double INACCURACY = 0.04;

    @Override
    public Recognition listen(int sampleRate) {
        return new Listening(sampleRate);
    }

    private static final class Listening implements Recognition {
        private final int sampleRate;
        private final long needed;
        private final List<SpokenWord> words = new ArrayList<>();
        private long position;
        private int sounding;
        private long since;

        private Listening(int sampleRate) {
            this.sampleRate = sampleRate;
            this.needed = (long) (RECOGNISED_AFTER * sampleRate);
        }

        @Override
        public void accept(short[] samples, int from, int to) {
            for (int i = from; i < to; i++) {
                int loudness = Math.abs(samples[i]);
                if (loudness != sounding) {
                    sounding = loudness;
                    since = position;
                }
                position++;
                if (sounding != 0 && position - since == needed) {
                    words.add(word(position));
                } else if (sounding != 0 && position - since > needed && !words.isEmpty()) {
                    prolong();
                }
            }
        }

        /** Extends the last word, unless it was committed already. */
        private void prolong() {
            int last = words.size() - 1;
            if ((position - since) % needed == 0 && words.get(last).text().equals(NumberedSpeech.word(sounding))) {
                words.set(last, word(position));
            }
        }

        private SpokenWord word(long end) {
            double off = INACCURACY * Math.sin(since + sounding);
            return new SpokenWord(
                    NumberedSpeech.word(sounding), Math.max(0, seconds(since) + off), seconds(end) + off, -0.1);
        }

        private double seconds(long samples) {
            return (double) samples / sampleRate;
        }

        @Override
        public String partial() {
            return words.stream().map(SpokenWord::text).collect(Collectors.joining(" "));
        }

        @Override
        public CompletionStage<Utterance> commit() {
            Utterance utterance = new Utterance(List.copyOf(words));
            words.clear();
            return CompletableFuture.completedFuture(utterance);
        }
    }
}
