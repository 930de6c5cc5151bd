package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All channels of a transport, each from its creation to its end. The HTTP client knows a channel only from its first
 * request on, so it would not close those that are still connecting. Safe for use by many threads; no method blocks.
 */
final class OpenChannels {

    /** The wait for an answer that takes a round trip or two: to an upgrade that was cancelled, or to a close frame. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final EventLoop loop;

    /** Once closed it closes whatever is added. */
    private final ChannelGroup all = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    /** Channels that are used no more, but for which the service may have opened a session. */
    private final ChannelGroup leaving = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    OpenChannels(EventLoop loop) {
        this.loop = loop;
    }

    void add(Channel created) {
        all.add(created);
    }

    int size() {
        return all.size();
    }

    /** Closes a channel after the time in which its last request may be answered. */
    void leave(Channel channel) {
        leaving.add(channel);
        schedule(channel.eventLoop(), channel::close);
    }

    boolean isEnding() {
        return ending.get();
    }

    /**
     * Closes all channels, and those created later at once. The stage completes when they are closed.
     *
     * @param client closes the HTTP client; run once the channels that wait for a last answer are closed
     */
    CompletionStage<Void> end(Runnable client) {
        if (ending.compareAndSet(false, true)) {
            CompletableFuture<Void> left = new CompletableFuture<>();
            left.thenRun(() -> {
                client.run();
                all.close().addListener(closed -> ended.complete(null));
            });
            leaving.newCloseFuture().addListener(gone -> left.complete(null));
            if (!left.isDone()) {
                schedule(loop, () -> left.complete(null));
            }
        }
        return ended;
    }

    private static void schedule(EventLoop loop, Runnable task) {
        try {
            loop.schedule(task, LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The component has stopped, so there is no wait.
            task.run();
        }
    }
}
