package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.SessionLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for work that may block: routes, files, streams. While they get on, tasks queue; when all of them are stuck
 * there is one more, so that no session waits for another's route or stream. Threads that are not needed end by
 * themselves.
 */
final class ElasticPool implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticPool.class);

    private static final int THREADS = 3;
    private static final long THREAD_IDLE_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final CamelContext context;
    private final SessionLoop clock;
    private final ExecutorService pool;
    private final AtomicBoolean watching = new AtomicBoolean();

    /** @param clock where waiting tasks are looked after */
    ElasticPool(CamelContext context, Object owner, String name, SessionLoop clock) {
        this.context = context;
        this.clock = clock;
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(THREADS);
        profile.setMaxPoolSize(Integer.MAX_VALUE);
        // Every session has at most a task or two in here; sessions are what is limited.
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setKeepAliveTime(THREAD_IDLE_SECONDS);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        this.pool = context.getExecutorServiceManager().newThreadPool(owner, name, profile);
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has stopped; {} does not run", task);
            return;
        }
        // On virtual threads nothing ever waits.
        if (pool instanceof ThreadPoolExecutor threads) {
            watchIfWaiting(threads);
        }
    }

    private void watchIfWaiting(ThreadPoolExecutor threads) {
        if (!threads.getQueue().isEmpty() && watching.compareAndSet(false, true)) {
            watch(threads, threads.getCompletedTaskCount());
        }
    }

    private void watch(ThreadPoolExecutor threads, long doneBefore) {
        clock.schedule(PATIENCE, () -> {
            long done = threads.getCompletedTaskCount();
            if (threads.getQueue().isEmpty()) {
                threads.setCorePoolSize(THREADS);
                watching.set(false);
                watchIfWaiting(threads);
                return;
            }
            if (done == doneBefore) {
                threads.setCorePoolSize(threads.getCorePoolSize() + 1);
            }
            watch(threads, done);
        });
    }

    void shutdown() {
        context.getExecutorServiceManager().shutdownNow(pool);
    }
}
