package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.EventLoop;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.Future;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP client's timer, on an event loop. Without it each client would start a thread for its timer. */
final class LoopTimer implements Timer {

    private static final Logger LOG = LoggerFactory.getLogger(LoopTimer.class);

    private final EventLoop loop;

    LoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
        return new LoopTimeout(task, delay, unit);
    }

    /** Does nothing: the client cancels its timeouts itself. */
    @Override
    public Set<Timeout> stop() {
        return Set.of();
    }

    private final class LoopTimeout implements Timeout {
        private final TimerTask task;
        private final Future<?> future;
        private volatile boolean expired;

        LoopTimeout(TimerTask task, long delay, TimeUnit unit) {
            this.task = task;
            this.future = loop.schedule(this::expire, delay, unit);
        }

        private void expire() {
            expired = true;
            try {
                task.run(this);
            } catch (Exception e) {
                LOG.debug("A timeout of the HTTP client failed", e);
            }
        }

        @Override
        public Timer timer() {
            return LoopTimer.this;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            return expired;
        }

        @Override
        public boolean isCancelled() {
            return future.isCancelled();
        }

        @Override
        public boolean cancel() {
            return future.cancel(false);
        }
    }
}
