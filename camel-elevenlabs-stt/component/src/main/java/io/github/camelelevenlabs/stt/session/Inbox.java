package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.Mutex;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The messages of a connection that wait for the session's loop, in order. While too many wait, the connection is not read,
 * so memory stays bounded however fast the other side sends and however busy the loop is.
 * Safe for use by many threads.
 */
final class Inbox {

    /** Messages; enough that a short delay of the loop does not pause the connection. */
    static final int MAX_WAITING = 256;

    /** Characters of all messages; a long segment with the times of every character fits. */
    static final int MAX_CHARACTERS = 1 << 20;

    /** Messages handled in one turn on the loop, which other sessions share. */
    private static final int MAX_PER_TURN = 64;

    private record Message(Runnable handling, int characters) {}

    private final SessionLoop loop;
    private final Mutex lock = new Mutex();

    // Guarded by the lock:
    private final Queue<Message> waiting = new ArrayDeque<>();
    private int characters;
    private boolean scheduled;
    private boolean paused;
    private boolean closed;
    private Transport.Link link;

    Inbox(SessionLoop loop) {
        this.loop = loop;
    }

    /** The connection to pause. Its messages may come before this call. */
    void from(Transport.Link opened) {
        lock.run(() -> {
            link = opened;
            if (paused) {
                link.pause();
            }
        });
    }

    /**
     * Adds a message.
     *
     * @param size     in characters
     * @param handling runs on the loop, after the messages added before
     */
    void add(int size, Runnable handling) {
        lock.run(() -> {
            if (closed) {
                return;
            }
            waiting.add(new Message(handling, size));
            characters += size;
            if (!paused && (waiting.size() >= MAX_WAITING || characters >= MAX_CHARACTERS)) {
                paused = true;
                if (link != null) {
                    link.pause();
                }
            }
            schedule();
        });
    }

    /** Drops all messages, those that still come included. */
    void close() {
        lock.run(() -> {
            closed = true;
            waiting.clear();
            characters = 0;
        });
    }

    /** How many messages wait. */
    int waiting() {
        return lock.get(waiting::size);
    }

    private void schedule() {
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            loop.execute(this::handle);
        }
    }

    private void handle() {
        try {
            for (int i = 0; i < MAX_PER_TURN; i++) {
                Message next = next();
                if (next == null) {
                    return;
                }
                next.handling().run();
            }
        } finally {
            lock.run(() -> {
                scheduled = false;
                schedule();
            });
        }
    }

    private Message next() {
        return lock.get(() -> {
            Message next = waiting.poll();
            if (next != null) {
                characters -= next.characters();
            }
            if (paused && waiting.size() <= MAX_WAITING / 2 && characters <= MAX_CHARACTERS / 2) {
                paused = false;
                if (link != null) {
                    link.resume();
                }
            }
            return next;
        });
    }
}
