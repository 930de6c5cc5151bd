package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.benchmark.load.Lags;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import java.time.Duration;
import java.util.List;

/** Measures how long another repository takes. */
final class TimedRepository implements SessionRepository {

    private final SessionRepository repository;
    private final Lags opens = new Lags();
    private final Lags appends = new Lags();

    TimedRepository(SessionRepository repository) {
        this.repository = repository;
    }

    @Override
    public KeptSession open(String key) throws Exception {
        long began = System.nanoTime();
        KeptSession opened = repository.open(key);
        add(opens, began);
        return opened;
    }

    @Override
    public void append(String key, long epoch, List<String> entries) throws Exception {
        long began = System.nanoTime();
        repository.append(key, epoch, entries);
        add(appends, began);
    }

    private static void add(Lags calls, long began) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        synchronized (calls) {
            calls.add(took);
        }
    }

    @Override
    public void remove(String key, long epoch) throws Exception {
        repository.remove(key, epoch);
    }

    @Override
    public String toString() {
        synchronized (opens) {
            synchronized (appends) {
                return "opened: " + opens + "; appended: " + appends;
            }
        }
    }
}
