package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.text.Reason;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Opens sessions in repositories, on a pool. Calls for one key follow each other: what comes of a call that took too long belongs to
 * the next message with that key, from which it would otherwise take the session away. Only when a call has not returned within the
 * limit, another one is made beside it. So a store that hangs holds few threads, however often messages are sent again. Safe for use by
 * many threads; no method blocks.
 */
public final class Journals {

    /** The wait before something is removed whose exchange is done: a moment for its acknowledgement. */
    private static final Duration REMOVAL_DELAY = Duration.ofSeconds(1);

    private final Executor pool;
    private final SessionLoop timer;
    private final Failures failures;

    private final ReentrantLock lock = new ReentrantLock();
    /** The keys that somebody waits for. Guarded by the lock. */
    private final Map<Slot, Opening> opening = new HashMap<>();

    /** What is to be removed soon. Guarded by the lock. */
    private final Set<Runnable> removals = new HashSet<>();

    /** Those who wait for a key, in their order, and when its last call began. */
    private static final class Opening {
        private final Deque<CompletableFuture<Journal>> waiting = new ArrayDeque<>();
        private long calledAt;
    }

    /** Repositories are beans of users, which may call any two of them equal. */
    private record Slot(SessionRepository repository, String key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Slot slot && slot.repository == repository && slot.key.equals(key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    /** @param pool runs calls of repositories, which may block */
    public Journals(Executor pool, SessionLoop timer, Failures failures) {
        this.pool = pool;
        this.timer = timer;
        this.failures = failures;
    }

    /** The kinds of sessions; those of one kind never meet those of the other. */
    public enum Kind {
        RECORDING,
        STREAM
    }

    /**
     * The key of a session in a repository.
     *
     * @param name    of the endpoint
     * @param userKey what the user calls the session
     */
    public static String key(Kind kind, String name, String userKey) {
        String escaped = name.replace("%", "%25").replace("/", "%2F");
        return kind.name().toLowerCase(Locale.ROOT) + "/" + escaped + "/" + userKey;
    }

    /**
     * Opens a session, or takes it over from whoever has it.
     *
     * @param limit the longest time that a call of the repository may take
     * @return fails with the exception for the message
     */
    public CompletionStage<Journal> open(SessionRepository repository, String key, Duration limit) {
        CompletableFuture<Journal> wanted = new CompletableFuture<>();
        Slot slot = new Slot(repository, key);
        boolean call;
        lock.lock();
        try {
            call = !opening.containsKey(slot) || timer.nanoTime() - opening.get(slot).calledAt >= limit.toNanos();
            Opening one = opening.computeIfAbsent(slot, absent -> new Opening());
            one.calledAt = call ? timer.nanoTime() : one.calledAt;
            one.waiting.add(wanted);
        } finally {
            lock.unlock();
        }
        SessionLoop.Timer alarm = timer.schedule(
                limit,
                () -> wanted.completeExceptionally(failures.of(
                        ErrorCode.REPOSITORY_FAILED,
                        "the session repository has not answered within transcriptTimeout=" + limit.toMillis() + " ms",
                        null)));
        wanted.whenComplete((journal, failure) -> timer.execute(alarm::cancel));
        if (call) {
            pool.execute(() -> openAll(slot, limit));
        }
        return wanted.thenApplyAsync(journal -> journal, pool);
    }

    private void openAll(Slot slot, Duration limit) {
        while (isWanted(slot)) {
            try {
                Journal opened = open(slot, limit);
                give(slot, wanted -> wanted.complete(opened));
            } catch (Throwable thrown) {
                Exception failed = failureOf(slot, thrown);
                give(slot, wanted -> wanted.completeExceptionally(failed));
            }
        }
    }

    private Journal open(Slot slot, Duration limit) throws Exception {
        long began = timer.nanoTime();
        KeptSession found = slot.repository().open(slot.key());
        Kept kept = Kept.of(found.entries());
        return new Journal(slot.repository(), slot.key(), found.epoch(), kept, began, pool, timer, limit, this::soon);
    }

    private void soon(Runnable removal) {
        lock.lock();
        try {
            removals.add(removal);
        } finally {
            lock.unlock();
        }
        timer.schedule(REMOVAL_DELAY, () -> remove(removal));
    }

    private void remove(Runnable removal) {
        boolean first;
        lock.lock();
        try {
            first = removals.remove(removal);
        } finally {
            lock.unlock();
        }
        if (first) {
            removal.run();
        }
    }

    /** Removes at once what was to be removed soon. Does not block. */
    public void close() {
        List<Runnable> left;
        lock.lock();
        try {
            left = List.copyOf(removals);
        } finally {
            lock.unlock();
        }
        left.forEach(this::remove);
    }

    private Exception failureOf(Slot slot, Throwable thrown) {
        String shown = Printable.of(slot.key());
        if (thrown instanceof UnreadableJournalException) {
            return failures.of(
                    ErrorCode.INVALID_REQUEST,
                    "what the session repository keeps of " + shown + " cannot be read: " + thrown.getMessage()
                            + "; go on with the version that wrote it, or remove the key from the repository to begin again",
                    thrown);
        }
        return failures.of(
                ErrorCode.REPOSITORY_FAILED,
                "the session repository could not open " + shown + ": " + Reason.of(thrown),
                thrown);
    }

    /** Returns whether somebody waits; otherwise the next one begins anew. */
    private boolean isWanted(Slot slot) {
        lock.lock();
        try {
            Opening one = opening.get(slot);
            if (one == null) {
                return false;
            }
            one.waiting.removeIf(CompletableFuture::isDone);
            if (one.waiting.isEmpty()) {
                opening.remove(slot);
                return false;
            }
            one.calledAt = timer.nanoTime();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the outcome of a call to the first who still waits. */
    private void give(Slot slot, Predicate<CompletableFuture<Journal>> outcome) {
        boolean taken = false;
        while (!taken) {
            CompletableFuture<Journal> next = poll(slot);
            taken = next == null || outcome.test(next);
        }
    }

    private CompletableFuture<Journal> poll(Slot slot) {
        lock.lock();
        try {
            Opening one = opening.get(slot);
            return one == null ? null : one.waiting.poll();
        } finally {
            lock.unlock();
        }
    }
}
