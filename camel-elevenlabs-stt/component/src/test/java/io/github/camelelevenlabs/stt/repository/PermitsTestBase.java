package io.github.camelelevenlabs.stt.repository;

import static java.time.Duration.ofSeconds;

import io.github.camelelevenlabs.stt.repository.SessionPermits.Place;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Instances of an application that share permits, by injected time. */
abstract class PermitsTestBase {
    static final Duration LEASE = ofSeconds(30);
    /** Longer than the longest time between two questions, of which one is left to others. */
    static final Duration A_MOMENT = ofSeconds(2);

    final ManualTime time = new ManualTime();
    final ScriptedLocks locks = new ScriptedLocks(time);
    /** Time that passes while the store is asked. */
    Duration spent = Duration.ZERO;

    final List<String> turns = new ArrayList<>();
    /** An instance of an application; its store's thread sleeps while the instance does. */
    final class Instance extends StoreThread {
        final LockedSessionPermits permits;
        private final List<Runnable> missed = new ArrayList<>();
        private boolean asleep;

        Instance(int count) {
            permits = new LockedSessionPermits(locks, count, "account", LEASE, this);
        }

        Place enter(String name) {
            return permits.enter(1, () -> turns.add(name));
        }

        void sleep() {
            asleep = true;
        }

        void wakeUp() {
            asleep = false;
            missed.forEach(time::execute);
            missed.clear();
            time.settle();
        }

        @Override
        void execute(Runnable task) {
            time.execute(() -> run(task));
        }

        @Override
        void schedule(Duration delay, Runnable task) {
            time.schedule(delay, () -> run(task));
        }

        void run(Runnable task) {
            if (asleep) {
                missed.add(task);
            } else {
                task.run();
            }
        }

        @Override
        long nanoTime() {
            return time.nanoTime() + spent.toNanos();
        }
    }

    static List<String> logged(CapturedLog log) {
        return log.of(LockedSessionPermits.class).stream()
                .filter(line -> !line.startsWith("DEBUG") && !line.startsWith("TRACE"))
                .toList();
    }
    /** One session of two seconds after the other. */
    void endlessly(Instance instance) {
        Place[] place = new Place[1];
        place[0] = instance.permits.enter(1, () -> {
            turns.add("busy");
            time.schedule(ofSeconds(2), () -> {
                endlessly(instance);
                place[0].leave();
            });
        });
    }
}
