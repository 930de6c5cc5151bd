package io.github.camelelevenlabs.stt.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A repository in memory, with its faults in the test's hands. Several contexts that share it stand for several processes. */
public final class InMemorySessionRepository implements SessionRepository {

    private static final class Kept {
        private long epoch;
        private final List<String> entries = new ArrayList<>();
    }

    private final Map<String, Kept> sessions = new TreeMap<>();
    private long lastEpoch;
    private final List<List<String>> batches = new ArrayList<>();
    private Exception trouble;
    private int entriesUntilTrouble;
    private long delayMillis;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile Runnable beforeAppend = () -> {};

    /** Every call fails from now on. */
    public InMemorySessionRepository failing(Exception why) {
        return failingAfter(-1, why);
    }

    /** The store takes so many more entries. The append that brings more fails, and so does every call after it. */
    public synchronized InMemorySessionRepository failingAfter(int entries, Exception why) {
        trouble = why;
        entriesUntilTrouble = entries;
        return this;
    }

    /** The store works again. */
    public synchronized void works() {
        trouble = null;
    }

    /** Every append takes this long. */
    public synchronized InMemorySessionRepository slow(long millis) {
        delayMillis = millis;
        return this;
    }

    /** The next append does this before anything else. */
    public void beforeAppend(Runnable action) {
        beforeAppend = action;
    }

    /** Calls hang until {@link #release()}, and then do what they were to do. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        held.countDown();
    }

    /** Puts entries there as another version, or an accident, might have left them. */
    public synchronized void put(String key, String... entries) {
        Kept kept = sessions.computeIfAbsent(key, absent -> new Kept());
        kept.entries.addAll(List.of(entries));
    }

    /** The keys of what is kept. */
    public synchronized List<String> keys() {
        return List.copyOf(sessions.keySet());
    }

    public synchronized List<String> entries(String key) {
        Kept kept = sessions.get(key);
        return kept == null ? List.of() : List.copyOf(kept.entries);
    }

    /** What was appended together. */
    public synchronized List<List<String>> batches() {
        return List.copyOf(batches);
    }

    @Override
    public KeptSession open(String key) throws Exception {
        waitForRelease();
        return opened(key);
    }

    private synchronized KeptSession opened(String key) throws Exception {
        failIfTroubled(entriesUntilTrouble < 0);
        Kept kept = sessions.computeIfAbsent(key, absent -> new Kept());
        kept.epoch = ++lastEpoch;
        return new KeptSession(kept.epoch, kept.entries);
    }

    @Override
    public void append(String key, long epoch, List<String> entries) throws Exception {
        Runnable first = beforeAppend;
        beforeAppend = () -> {};
        first.run();
        waitForRelease();
        if (delay() > 0) {
            new CountDownLatch(1).await(delay(), TimeUnit.MILLISECONDS);
        }
        appended(key, epoch, entries);
    }

    private synchronized long delay() {
        return delayMillis;
    }

    private synchronized void appended(String key, long epoch, List<String> entries) throws Exception {
        entriesUntilTrouble -= entries.size();
        failIfTroubled(entriesUntilTrouble < 0);
        owned(key, epoch).entries.addAll(entries);
        batches.add(List.copyOf(entries));
    }

    @Override
    public void remove(String key, long epoch) throws Exception {
        waitForRelease();
        removed(key, epoch);
    }

    private synchronized void removed(String key, long epoch) throws Exception {
        failIfTroubled(entriesUntilTrouble < 0);
        if (sessions.containsKey(key)) {
            owned(key, epoch);
            sessions.remove(key);
        }
    }

    private void waitForRelease() throws InterruptedException {
        if (!held.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("nobody has released the repository");
        }
    }

    private void failIfTroubled(boolean due) throws Exception {
        if (trouble != null && due) {
            throw trouble;
        }
    }

    private Kept owned(String key, long epoch) throws SupersededException {
        Kept kept = sessions.get(key);
        if (kept == null || kept.epoch != epoch) {
            throw new SupersededException(
                    "epoch " + epoch + ", but the session has " + (kept == null ? "ended" : "epoch " + kept.epoch));
        }
        return kept;
    }
}
