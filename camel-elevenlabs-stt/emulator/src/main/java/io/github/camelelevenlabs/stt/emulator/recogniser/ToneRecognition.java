package io.github.camelelevenlabs.stt.emulator.recogniser;

import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.emulator.audio.KeypadTone;
import io.github.camelelevenlabs.stt.emulator.audio.ToneSpotter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Recognises keypad tones as words. */
public final class ToneRecognition implements Recognition, ToneSpotter.Listener {
    private static final double LOG_PROBABILITY = -0.01;

    private final int sampleRate;
    private final ToneSpotter spotter;
    private final List<SpokenWord> words = new ArrayList<>();

    private KeypadTone sounding;
    private double soundingSince;
    private long position;

    public ToneRecognition(int sampleRate) {
        this.sampleRate = sampleRate;
        spotter = new ToneSpotter(sampleRate, this);
    }

    @Override
    public void accept(short[] samples, int from, int to) {
        spotter.accept(samples, from, to);
        position += to - from;
    }

    @Override
    public void started(KeypadTone tone, long start) {
        sounding = tone;
        soundingSince = seconds(start);
    }

    @Override
    public void ended(long end) {
        if (sounding != null) {
            words.add(new SpokenWord(sounding.word(), soundingSince, seconds(end), LOG_PROBABILITY));
            sounding = null;
        }
    }

    @Override
    public String partial() {
        String ended = words.stream().map(SpokenWord::text).collect(Collectors.joining(" "));
        if (sounding == null) {
            return ended;
        }
        return ended.isEmpty() ? sounding.word() : ended + " " + sounding.word();
    }

    @Override
    public CompletionStage<Utterance> commit() {
        ended(position);
        Utterance utterance = new Utterance(words);
        words.clear();
        return CompletableFuture.completedFuture(utterance);
    }

    private double seconds(long samples) {
        return (double) samples / sampleRate;
    }
}
