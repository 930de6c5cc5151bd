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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.camel.util.concurrent.ThreadType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for work that may block: routes, files, streams, names. While they get on, tasks queue; while tasks wait, a task
 * that has done nothing since the last look counts as stuck, and its thread is replaced. So no session waits for long for another's
 * route or stream, and those that compute get no more threads than there are. Threads that are not needed end by themselves.
 *
 * <p>No task is ever refused or dropped: after {@link #close()} those that wait, and those that still come, are run by threads that
 * end when nothing is left to do.
 */
public final class ElasticPool implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticPool.class);

    static final int THREADS = 3;

    /** How often the tasks at work are looked at while others wait. */
    static final Duration PATIENCE = Duration.ofMillis(75);

    /**
     * So many more threads for each task that is stuck while nothing gets on: 400 streams that hang have a thread each after three
     * looks, and work that only takes its time has begun to be finished before it has hundreds.
     */
    private static final int GROWTH = 5;

    private static final int MAX_GROWTH = 512;

    private static final int STARTED_BY_EACH = 4;

    /** A task that used less of a processor since the last look waits for something. */
    private static final long IDLE_NANOS = PATIENCE.toNanos() / 20;

    private static final Duration THREAD_IDLE = Duration.ofSeconds(10);

    /** Threads after the end, when nobody looks any more. */
    private static final int THREADS_AFTER_CLOSE = 256;

    private final CamelContext context;
    private final String name;
    private final SessionLoop clock;
    private final ToLongFunction<Thread> cpuTime;
    private final Duration idleTime;
    private final ExecutorService threads;
    private final ThreadFactory threadsAfterClose;
    private final int atLeast;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Set<Worker> workers = new HashSet<>();
    /** Those who have nothing to do; who came last is taken first, so that threads that are not needed grow old. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private int allowed;
    /** How many of the workers have not come to their first task. */
    private int starting;

    private long finished;
    private long finishedBefore;
    private boolean watched;
    private boolean exhausted;
    private boolean closed;

    /** @param clock where the tasks are looked at */
    public ElasticPool(CamelContext context, Object owner, String name, SessionLoop clock) {
        this(context, owner, name, clock, new CpuTime(), THREAD_IDLE);
    }

    /**
     * @param cpuTime nanoseconds that a thread has used of a processor; 0 when that is not known
     * @param idleTime after which a thread ends that has nothing to do
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
        // Tasks wait here, not there: every session has at most a task or two; sessions are what is limited.
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
        Worker next = null;
        boolean watch = false;
        lock.lock();
        try {
            queue.add(task);
            if (!idle.isEmpty()) {
                idle.pop().wake();
            } else if (workers.size() < allowed) {
                next = newWorker();
            } else {
                watch = beginToLook();
            }
        } finally {
            lock.unlock();
        }
        start(next);
        if (watch) {
            clock.schedule(PATIENCE, this::look);
        }
    }

    /** Called with the lock held; whether somebody is to look from now on. */
    private boolean beginToLook() {
        if (watched || closed) {
            return false;
        }
        watched = true;
        finishedBefore = finished;
        workers.stream().filter(worker -> worker.working).forEach(Worker::mark);
        return true;
    }

    /** Called with the lock held; to be started without it. */
    private Worker newWorker() {
        Worker worker = new Worker();
        workers.add(worker);
        starting++;
        return worker;
    }

    private void start(Worker worker) {
        if (worker == null) {
            return;
        }
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
        boolean watch;
        boolean first;
        int beside;
        lock.lock();
        try {
            workers.remove(worker);
            starting--;
            beside = workers.size();
            first = !exhausted;
            exhausted = true;
            watch = beginToLook();
        } finally {
            lock.unlock();
        }
        if (first) {
            LOG.warn(
                    "No thread can be started beside {} of {}; tasks wait for those: {}",
                    beside,
                    name,
                    failure.getMessage());
        }
        if (watch) {
            clock.schedule(PATIENCE, this::look);
        }
    }

    /** A thread that has just been started starts the next ones, if more are needed: whoever looks has other things to do. */
    private void startOthers() {
        for (int others = 0; others < STARTED_BY_EACH; others++) {
            Worker next;
            lock.lock();
            try {
                if (workers.size() >= allowed || starting >= queue.size()) {
                    return;
                }
                next = newWorker();
            } finally {
                lock.unlock();
            }
            start(next);
        }
    }

    /** Sees to it that what waits is not kept waiting by what is stuck. */
    private void look() {
        Worker next = null;
        lock.lock();
        try {
            if (queue.isEmpty() || closed) {
                watched = false;
                exhausted = false;
                reduce();
                return;
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
            if (workers.size() < allowed) {
                next = newWorker();
            }
        } finally {
            lock.unlock();
        }
        start(next);
        clock.schedule(PATIENCE, this::look);
    }

    /** Called with the lock held, when nothing waits: what was allowed for tasks that were stuck is not for those to come. */
    private void reduce() {
        if (!closed) {
            allowed = Math.max(atLeast, Math.min(allowed, workers.size()));
        }
    }

    /** How many threads work or wait for work. */
    int threadCount() {
        lock.lock();
        try {
            return workers.size();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what is at work. Nobody waits for it. */
    @Override
    public void close() {
        Worker next = null;
        lock.lock();
        try {
            closed = true;
            allowed = Math.max(allowed, workers.size() + THREADS_AFTER_CLOSE);
            if (!queue.isEmpty()) {
                next = newWorker();
            }
            idle.forEach(Worker::wake);
            idle.clear();
        } finally {
            lock.unlock();
        }
        context.getExecutorServiceManager().shutdownNow(threads);
        start(next);
    }

    /** What one thread does. */
    private final class Worker implements Runnable {
        // Guarded by the lock:
        private final Condition woken = lock.newCondition();
        private boolean awake;
        private Thread thread;
        private boolean working;
        // Of the task at work:
        private long begun;
        private boolean stuck;
        /** At the last look; known while somebody looks. */
        private long cpuBefore;

        @Override
        public void run() {
            startOthers();
            started();
            for (Runnable task = next(); task != null; task = next()) {
                try {
                    task.run();
                } catch (Throwable bug) {
                    Thread current = Thread.currentThread();
                    current.getUncaughtExceptionHandler().uncaughtException(current, bug);
                }
                // An interrupt was meant for the task, at the latest.
                Thread.interrupted();
            }
        }

        private void started() {
            lock.lock();
            try {
                starting--;
            } finally {
                lock.unlock();
            }
        }

        /** The next task, waited for; null when this thread is to end. */
        private Runnable next() {
            lock.lock();
            try {
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
            } finally {
                lock.unlock();
            }
        }

        /** Returns whether there may be one; otherwise too long a time has passed, or this is the end. */
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
                    // Whoever closes wakes those who wait as well.
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

        /** Whether its task has been at work for a while and has done nothing since the last look. Once it is, it stays so. */
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
