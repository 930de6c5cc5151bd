package io.github.camelelevenlabs.stt.emulator.speech;

import edu.cmu.sphinx.frontend.AutoCepstrum;
import edu.cmu.sphinx.frontend.DataBlocker;
import edu.cmu.sphinx.frontend.FrontEnd;
import edu.cmu.sphinx.frontend.feature.DeltasFeatureExtractor;
import edu.cmu.sphinx.frontend.feature.FeatureTransform;
import edu.cmu.sphinx.frontend.feature.LiveCMN;
import edu.cmu.sphinx.frontend.filter.Preemphasizer;
import edu.cmu.sphinx.frontend.transform.DiscreteFourierTransform;
import edu.cmu.sphinx.frontend.window.RaisedCosineWindower;
import edu.cmu.sphinx.result.Result;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The speech of one microphone, segment after segment. The recogniser adapts to its sound from one segment to the next.
 * A segment that is being recognised occupies one of a few threads; further segments wait for a thread.
 */
public final class SpeechStream {
    /** Of all samples, in hertz. */
    public static final int SAMPLE_RATE = 16_000;

    private static final int SEGMENTS_AT_A_TIME = 16;
    private static final int FRAMES_PER_LOOK = 25;
    // Maven's exec plugin waits for daemon threads before it ends, and an interrupt does not end an idle thread of a
    // pool.
    private static final int IDLE_MILLIS = 100;
    private static final Executor SEARCHES = searches();

    private CompletableFuture<Void> lastSearch = CompletableFuture.completedFuture(null);
    private SegmentSamples samples;
    private SegmentSearch search;

    private static Executor searches() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                SEGMENTS_AT_A_TIME,
                SEGMENTS_AT_A_TIME,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "stt-emulator-speech");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Reads the model, which takes some seconds the first time, so that the first words need not wait for it. */
    public static void loadModel() {
        EnglishModel.load();
    }

    /** Begins a segment; the one before must have been ended or abandoned. */
    public SpeechSegment begin() {
        SpeechSegment segment = new SpeechSegment();
        lastSearch = lastSearch.thenRunAsync(() -> recognise(segment), SEARCHES);
        return segment;
    }

    private void recognise(SpeechSegment segment) {
        try {
            EnglishModel model = EnglishModel.load();
            EnglishModel.turn().acquireUninterruptibly();
            try {
                prepare(model);
                segment.complete(search(segment));
            } finally {
                EnglishModel.turn().release();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Any failure gives an empty result: a caller waits for the words, and the next segment may succeed.
            search = null;
            segment.failed(e);
        }
    }

    private void prepare(EnglishModel model) throws IOException {
        if (search == null) {
            samples = new SegmentSamples();
            FrontEnd features = new FrontEnd(List.of(
                    samples,
                    new DataBlocker(10),
                    new Preemphasizer(0.97),
                    new RaisedCosineWindower(0.46, 25.625f, 10),
                    new DiscreteFourierTransform(-1, false),
                    new AutoCepstrum(model.loader()),
                    new LiveCMN(0, 300, 400, 200),
                    new DeltasFeatureExtractor(3),
                    new FeatureTransform(model.loader())));
            search = new SegmentSearch(model, features);
        }
    }

    private List<RecognisedWord> search(SpeechSegment segment) {
        samples.read(segment);
        search.startRecognition();
        List<RecognisedWord> words = List.of();
        Result result;
        do {
            result = search.recognize(FRAMES_PER_LOOK);
            if (result != null) {
                words = SegmentSearch.words(result, samples.originMillis());
                segment.update(words);
            }
        } while (result != null && !result.isFinal());
        search.stopRecognition();
        if (words.isEmpty()) {
            // A segment without speech contributes nothing, and Sphinx would fail after one without samples.
            search = null;
        }
        return words;
    }
}
