package io.github.camelelevenlabs.stt.emulator.recogniser;

import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Returns fixed texts, one for each segment with any sound. */
public final class ScriptRecognition implements Recognition {
    // 40 dB below full scale.
    private static final int AUDIBLE = 328;
    private static final double SECONDS_PER_WORD = 0.4;

    private final List<String> segments;

    private final int sampleRate;
    private int next;
    private long position;
    private long firstSound = -1;
    private long lastSound = -1;

    public ScriptRecognition(List<String> segments, int sampleRate) {
        this.segments = segments;
        this.sampleRate = sampleRate;
    }

    @Override
    public void accept(short[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Math.abs((int) samples[i]) >= AUDIBLE) {
                lastSound = position + i - from;
                firstSound = firstSound < 0 ? lastSound : firstSound;
            }
        }
        position += to - from;
    }

    @Override
    public String partial() {
        if (silent()) {
            return "";
        }
        String[] words = segments.get(next).split("\\s+");
        int spoken = (int) (seconds(lastSound - firstSound) / SECONDS_PER_WORD) + 1;
        return String.join(" ", Arrays.asList(words).subList(0, Math.min(spoken, words.length)));
    }

    @Override
    public CompletionStage<Utterance> commit() {
        Utterance utterance = silent()
                ? Utterance.SILENCE
                : Utterance.spread(segments.get(next++), seconds(firstSound), seconds(lastSound + 1));
        firstSound = -1;
        lastSound = -1;
        return CompletableFuture.completedFuture(utterance);
    }

    private boolean silent() {
        return firstSound < 0 || next == segments.size();
    }

    private double seconds(long samples) {
        return (double) samples / sampleRate;
    }
}
