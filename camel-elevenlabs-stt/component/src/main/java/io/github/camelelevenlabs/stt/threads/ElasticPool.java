package io.github.camelelevenlabs.stt.threads;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.function.ToLongFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.camel.util.concurrent.ThreadType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for work that may block: routes, files, streams, look-ups of names. While tasks finish, others wait in the queue.
 * While tasks wait, a running task that has used no CPU since the last check counts as stuck, and another thread is started
 * in its place. So no session waits for long for another's route or stream, and tasks that compute bring no more threads.
 * Idle threads end after a while. Safe for use by many threads; no method blocks.
 *
 * <p>No task is ever refused or dropped: after {@link #close()} the tasks that wait, and those that still come, run on threads
 * that end when there are no more tasks.
 */
public final class ElasticPool implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticPool.class);

    static final int THREADS = 3;

    /** The time between two checks of the running tasks, while others wait. */
    static final Duration PATIENCE = Duration.ofMillis(75);

    /**
     * Threads added for each stuck task while no task finishes. With this number 400 streams that hang have a thread each after
     * three checks, and tasks that are only slow begin to finish before there are hundreds of threads.
     */
    private static final int GROWTH = 5;

    private static final int MAX_GROWTH = 512;

    private static final int STARTED_BY_EACH = 4;

    /** A task that has used less CPU time than this since the last check is waiting. */
    private static final long IDLE_NANOS = PATIENCE.toNanos() / 20;

    private static final Duration THREAD_IDLE = Duration.ofSeconds(10);

    /** Threads beyond those at the time of {@link #close()}, after which no checks are made. */
    private static final int THREADS_AFTER_CLOSE = 256;

    private static final Runnable NOTHING = () -> {};

    private final CamelContext context;
    private final String name;
    private final SessionLoop clock;
    private final ToLongFunction<Thread> cpuTime;
    private final Duration idleTime;
    private final ExecutorService threads;
    private final ThreadFactory threadsAfterClose;
    private final int atLeast;

    private final Mutex lock = new Mutex();
    // Guarded by the lock:
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Set<Worker> workers = new HashSet<>();
    /** Workers without a task. The last one is taken first, so that threads that are not needed reach their idle time. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private int allowed;
    /** How many workers have not reached their first task. */
    private int starting;

    private long finished;
    private long finishedBefore;
    private boolean watched;
    private boolean exhausted;
    private boolean closed;

    /** @param clock runs the checks */
    public ElasticPool(CamelContext context, Object owner, String name, SessionLoop clock) {
        this(context, owner, name, clock, new CpuTime(), THREAD_IDLE);
    }

    /**
     * @param cpuTime  the CPU time of a thread in nanoseconds; 0 when unknown
     * @param idleTime the time after which a thread without a task ends
     */
    ElasticPool(
            CamelContext context,
            Object owner,
            String name,
            SessionLoop clock,
            ToLongFunction<Thread> cpuTime,
            Duration idleTime) {
        this.context = context;
        this.name = name;
        this.clock = clock;
        this.cpuTime = cpuTime;
        this.idleTime = idleTime;
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(THREADS);
        profile.setMaxPoolSize(Integer.MAX_VALUE);
        // Tasks wait in this class's queue. It needs no bound: a session has a task or two, and sessions are limited.
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime(1L);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        this.threads = context.getExecutorServiceManager().newThreadPool(owner, name, profile);
        this.threadsAfterClose =
                new CamelThreadFactory(context.getExecutorServiceManager().getThreadNamePattern(), name, true);
        // Virtual threads cost nothing, so none of their tasks ever waits.
        this.atLeast = ThreadType.current() == ThreadType.VIRTUAL ? Integer.MAX_VALUE : THREADS;
        this.allowed = atLeast;
    }

    @Override
    public void execute(Runnable task) {
        Runnable then = lock.get(() -> {
            queue.add(task);
            if (!idle.isEmpty()) {
                idle.pop().wake();
                return NOTHING;
            }
            return workers.size() < allowed ? newWorker() : beginChecks();
        });
        then.run();
    }

    /** Called with the lock held. Returns what the caller has to do without it. */
    private Runnable beginChecks() {
        if (watched || closed) {
            return NOTHING;
        }
        watched = true;
        finishedBefore = finished;
        workers.stream().filter(worker -> worker.working).forEach(Worker::mark);
        return this::scheduleCheck;
    }

    private void scheduleCheck() {
        clock.schedule(PATIENCE, this::check);
    }

    /** Called with the lock held. Returns what the caller has to do without it. */
    private Runnable newWorker() {
        Worker worker = new Worker();
        workers.add(worker);
        starting++;
        return () -> start(worker);
    }

    private void start(Worker worker) {
        try {
            try {
                threads.execute(worker);
            } catch (RejectedExecutionException e) {
                threadsAfterClose.newThread(worker).start();
            }
        } catch (OutOfMemoryError noThread) {
            onNoThread(worker, noThread);
        }
    }

    private void onNoThread(Worker worker, OutOfMemoryError failure) {
        Runnable then = lock.get(() -> {
            workers.remove(worker);
            starting--;
            int beside = workers.size();
            boolean first = !exhausted;
            exhausted = true;
            Runnable checks = beginChecks();
            return () -> {
                if (first) {
                    LOG.warn(
                            "No thread can be started beside {} of {}; tasks wait for those: {}",
                            beside,
                            name,
                            failure.getMessage());
                }
                checks.run();
            };
        });
        then.run();
    }

    /** Called by a new thread: starts further ones if more are needed, so that the event loop need not. */
    private void startOthers() {
        for (int others = 0; others < STARTED_BY_EACH; others++) {
            lock.get(() -> workers.size() < allowed && starting < queue.size() ? newWorker() : NOTHING)
                    .run();
        }
    }

    /** Checks the running tasks, and allows more threads if stuck ones keep others waiting. */
    private void check() {
        Runnable then = lock.get(() -> {
            if (queue.isEmpty() || closed) {
                watched = false;
                exhausted = false;
                reduce();
                return NOTHING;
            }
            long now = clock.nanoTime();
            int stuck =
                    (int) workers.stream().filter(worker -> worker.isStuck(now)).count();
            long finishedSince = finished - finishedBefore;
            finishedBefore = finished;
            if (finishedSince == 0) {
                allowed = Math.max(allowed, stuck + Math.max(THREADS, Math.min(GROWTH * stuck, MAX_GROWTH)));
            } else if (finishedSince < THREADS) {
                allowed = Math.max(allowed, stuck + THREADS);
            }
            Runnable growth = workers.size() < allowed ? newWorker() : NOTHING;
            return () -> {
                growth.run();
                scheduleCheck();
            };
        });
        then.run();
    }

    /** Called with the lock held, when no task waits: takes back the threads that were allowed for stuck tasks. */
    private void reduce() {
        if (!closed) {
            allowed = Math.max(atLeast, Math.min(allowed, workers.size()));
        }
    }

    /** The number of threads, idle ones included. */
    int threadCount() {
        return lock.get(workers::size);
    }

    /** Interrupts the running tasks, and does not wait for them. */
    @Override
    public void close() {
        Runnable then = lock.get(() -> {
            closed = true;
            allowed = Math.max(allowed, workers.size() + THREADS_AFTER_CLOSE);
            idle.forEach(Worker::wake);
            idle.clear();
            return queue.isEmpty() ? NOTHING : newWorker();
        });
        context.getExecutorServiceManager().shutdownNow(threads);
        then.run();
    }

    /** Runs tasks on one thread, one after the other. */
    private final class Worker implements Runnable {
        // Guarded by the lock:
        private final Condition woken = lock.newCondition();
        private boolean awake;
        private Thread thread;
        private boolean working;
        // The running task:
        private long begun;
        private boolean stuck;
        /** At the last check; set only while there are checks. */
        private long cpuBefore;

        @Override
        public void run() {
            startOthers();
            lock.run(() -> starting--);
            for (Runnable task = next(); task != null; task = next()) {
                try {
                    task.run();
                } catch (Throwable bug) {
                    Thread current = Thread.currentThread();
                    current.getUncaughtExceptionHandler().uncaughtException(current, bug);
                }
                // An interrupt of this task must not reach the next one.
                Thread.interrupted();
            }
        }

        /** Blocks until there is a task; null when this thread has to end. */
        private Runnable next() {
            return lock.get(() -> {
                finished += working ? 1 : 0;
                working = false;
                while (queue.isEmpty()) {
                    if (!awaitTask()) {
                        workers.remove(this);
                        reduce();
                        return null;
                    }
                }
                thread = Thread.currentThread();
                working = true;
                begun = clock.nanoTime();
                stuck = false;
                if (watched) {
                    mark();
                }
                return queue.remove();
            });
        }

        /** Blocks until there may be a task; false when the idle time is over or the pool is closed. */
        private boolean awaitTask() {
            if (closed) {
                return false;
            }
            awake = false;
            idle.push(this);
            long left = idleTime.toNanos();
            while (!awake && left > 0) {
                try {
                    left = woken.awaitNanos(left);
                } catch (InterruptedException e) {
                    // close() wakes idle workers as well.
                }
            }
            if (!awake) {
                idle.remove(this);
            }
            return awake;
        }

        private void wake() {
            awake = true;
            woken.signal();
        }

        private void mark() {
            cpuBefore = cpuTime.applyAsLong(thread);
        }

        /** Whether its task has run for a while and used no CPU since the last check. A task that is stuck once stays so. */
        private boolean isStuck(long now) {
            if (working && !stuck) {
                long before = cpuBefore;
                mark();
                stuck = now - begun >= PATIENCE.toNanos() / 2 && cpuBefore - before < IDLE_NANOS;
            }
            return working && stuck;
        }
    }
}
