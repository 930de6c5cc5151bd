package io.github.camelelevenlabs.stt.emulator.recogniser;

import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.emulator.audio.Resampler;
import io.github.camelelevenlabs.stt.emulator.speech.RecognisedWord;
import io.github.camelelevenlabs.stt.emulator.speech.SpeechSegment;
import io.github.camelelevenlabs.stt.emulator.speech.SpeechStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Recognises spoken English. Silence at the beginning of a segment costs nothing: recognition begins at the first sound. */
public final class SpeechRecognition implements Recognition {
    private static final String ENGINE = "edu/cmu/sphinx/frontend/FrontEnd.class";
    private static final String MODEL = "edu/cmu/sphinx/models/en-us/en-us.lm.bin";
    // 47 dB below full scale.
    private static final double AUDIBLE = 150;
    private static final int LEAD_IN = SpeechStream.SAMPLE_RATE * 3 / 10;

    private final Resampler resampler;
    private final SpeechStream stream = new SpeechStream();
    private double[] leadIn = new double[0];
    private long position;
    private SpeechSegment segment;
    private double segmentStart;

    public SpeechRecognition(int sampleRate) {
        resampler = new Resampler(sampleRate, SpeechStream.SAMPLE_RATE);
    }

    /** Reads the model, which takes some seconds the first time. @throws IllegalStateException if a library is missing */
    public static void load() {
        ClassLoader loader = SpeechRecognition.class.getClassLoader();
        if (loader.getResource(ENGINE) == null || loader.getResource(MODEL) == null) {
            throw new IllegalStateException(
                    "Recogniser.speech() needs de.sciss:sphinx4-core:1.0.0 and de.sciss:sphinx4-data:1.0.0 on the class path");
        }
        SpeechStream.loadModel();
    }

    @Override
    public void accept(short[] samples, int from, int to) {
        double[] resampled = resampler.accept(samples, from, to);
        position += resampled.length;
        if (segment != null) {
            segment.append(resampled);
            return;
        }
        leadIn = Arrays.copyOf(leadIn, leadIn.length + resampled.length);
        System.arraycopy(resampled, 0, leadIn, leadIn.length - resampled.length, resampled.length);
        if (Arrays.stream(resampled).anyMatch(sample -> Math.abs(sample) > AUDIBLE)) {
            segment = stream.begin();
            segment.append(leadIn);
            segmentStart = (double) (position - leadIn.length) / SpeechStream.SAMPLE_RATE;
            leadIn = new double[0];
        } else if (leadIn.length > LEAD_IN) {
            leadIn = Arrays.copyOfRange(leadIn, leadIn.length - LEAD_IN, leadIn.length);
        }
    }

    @Override
    public String partial() {
        return segment == null ? "" : utterance(segment.soFar(), 0).text();
    }

    @Override
    public CompletionStage<Utterance> commit() {
        leadIn = new double[0];
        if (segment == null) {
            return CompletableFuture.completedFuture(Utterance.SILENCE);
        }
        SpeechSegment ended = segment;
        double start = segmentStart;
        segment = null;
        ended.end();
        return ended.words().thenApply(words -> utterance(words, start));
    }

    @Override
    public void close() {
        if (segment != null) {
            segment.abandon();
            segment = null;
        }
    }

    private static Utterance utterance(List<RecognisedWord> recognised, double offset) {
        List<SpokenWord> words = new ArrayList<>();
        for (RecognisedWord word : recognised) {
            words.add(new SpokenWord(
                    written(word.text(), words.isEmpty()),
                    offset + word.start() / 1000.0,
                    offset + word.end() / 1000.0,
                    0));
        }
        return new Utterance(words);
    }

    /** The dictionary is in lower case. */
    private static String written(String word, boolean first) {
        boolean capital = first || word.equals("i") || word.startsWith("i'");
        return capital ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word;
    }
}
