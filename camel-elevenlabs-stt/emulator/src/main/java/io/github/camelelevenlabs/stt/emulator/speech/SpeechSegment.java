package io.github.camelelevenlabs.stt.emulator.speech;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A piece of speech that is recognised while it is still being spoken. Written by one thread, read by another. */
public final class SpeechSegment {
    private static final double[] END = new double[0];

    private final BlockingQueue<double[]> blocks = new LinkedBlockingQueue<>();
    private final CompletableFuture<List<RecognisedWord>> words = new CompletableFuture<>();
    private volatile List<RecognisedWord> soFar = List.of();

    SpeechSegment() {}

    /** Appends samples at 16 kHz, full scale being 32768. The array is the segment's from now on. */
    public void append(double[] samples) {
        if (samples.length > 0) {
            blocks.add(samples);
        }
    }

    /** Ends the segment: nothing more is appended. */
    public void end() {
        blocks.add(END);
    }

    /** Abandons the segment: its result is not needed any more. */
    public void abandon() {
        blocks.clear();
        end();
    }

    /** The current words of the search; the last ones may still change. */
    public List<RecognisedWord> soFar() {
        return soFar;
    }

    /** Completes some time after the end, on the thread of the search. */
    public CompletionStage<List<RecognisedWord>> words() {
        return words;
    }

    /** The next samples, the empty array at the end, or null if there are none yet. */
    double[] poll() {
        return blocks.poll();
    }

    double[] take() throws InterruptedException {
        return blocks.take();
    }

    void update(List<RecognisedWord> now) {
        soFar = now;
    }

    void complete(List<RecognisedWord> all) {
        soFar = all;
        words.complete(all);
    }

    void failed(Throwable cause) {
        words.completeExceptionally(cause);
    }
}
