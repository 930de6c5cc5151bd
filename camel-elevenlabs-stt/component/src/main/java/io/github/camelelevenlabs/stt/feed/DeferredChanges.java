package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.session.Hints;
import io.github.camelelevenlabs.stt.threads.Mutex;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Message;

/**
 * The way of changes to a session that opens later: those that come before are kept as one, and the others are handed on in the order in
 * which they come. Safe for use by many threads; no method blocks.
 */
public final class DeferredChanges {

    private final Mutex lock = new Mutex();
    /** By which the session is planned: what it changes is in the plan. Null when it has come, or when there is none. */
    private final AtomicReference<Message> planned;

    private Hints.Change waiting = Hints.Change.NONE;
    /** Null before there is one. */
    private Consumer<Hints.Change> session;

    public DeferredChanges() {
        this(null);
    }

    /** @param planned the message by which the session is planned */
    DeferredChanges(Message planned) {
        this.planned = new AtomicReference<>(planned);
    }

    /** Adds the change of a message. */
    void add(StreamMessage message) {
        if (!planned.compareAndSet(message.exchange().getIn(), null)) {
            add(message.change());
        }
    }

    public void add(Hints.Change change) {
        if (change.isNone()) {
            return;
        }
        lock.run(() -> {
            if (session == null) {
                waiting = waiting.then(change);
            } else {
                session.accept(change);
            }
        });
    }

    /** Hands on what waits, and everything from now on. @param to does not block */
    public void open(Consumer<Hints.Change> to) {
        lock.run(() -> {
            session = to;
            if (!waiting.isNone()) {
                to.accept(waiting);
            }
        });
    }
}
