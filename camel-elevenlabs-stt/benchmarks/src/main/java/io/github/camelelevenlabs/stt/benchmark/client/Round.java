package io.github.camelelevenlabs.stt.benchmark.client;

import io.github.camelelevenlabs.stt.benchmark.load.Lags;
import io.github.camelelevenlabs.stt.benchmark.load.Load;
import io.github.camelelevenlabs.stt.benchmark.load.StampedText;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What the sessions of a load saw. Safe for any thread. */
final class Round {

    private final String text;
    private final int words;
    private final CountDownLatch running;
    private Lags lags = new Lags();
    private int failed;
    private String failure = "";

    Round(Load load) {
        text = load.text();
        words = load.words();
        running = new CountDownLatch(load.sessions());
    }

    /** The number of words that a session has to hear. */
    int words() {
        return words;
    }

    /** A committed transcript has reached whoever wants it. */
    void committed(String transcript) {
        Duration age = StampedText.age(transcript);
        synchronized (this) {
            lags.add(age);
        }
    }

    /** Lags count from now on. */
    synchronized void measure() {
        lags = new Lags();
    }

    /** A session has ended. @param transcripts all of them, separated by spaces */
    void ended(String transcripts) {
        String heard = StampedText.words(transcripts);
        if (heard.equals(text)) {
            running.countDown();
        } else {
            failed("a transcript of " + heard.length() + " characters instead of " + text.length());
        }
    }

    void failed(String how) {
        synchronized (this) {
            failed++;
            failure = how;
        }
        running.countDown();
    }

    void await() throws InterruptedException {
        running.await();
    }

    /** One line: failures, and the lags in microseconds. */
    synchronized String report() {
        return "ended failed=" + failed + " count=" + lags.count() + " p50=" + micros(0.5) + " p99=" + micros(0.99)
                + " p999=" + micros(0.999) + " max=" + micros(1) + " " + failure;
    }

    private long micros(double share) {
        return lags.atMost(share).toNanos() / 1_000;
    }
}
