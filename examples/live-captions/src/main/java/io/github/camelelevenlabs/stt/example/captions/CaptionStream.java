package io.github.camelelevenlabs.stt.example.captions;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells any number of browsers of captions, as server-sent events. A browser whose connection broke says which caption was
 * its last, and gets those after it; one that is new, or was away for too long, gets all that are kept.
 *
 * <p>A browser that does not read what it is sent is cut off, and comes back by itself. So it takes little more memory than
 * {@link #MAX_UNREAD}, and nobody waits for it. May be used by any thread.
 */
final class CaptionStream implements Handler<HttpServerRequest> {

    /** The number of kept captions for browsers that reconnect. */
    static final int KEPT = 100;

    /** The limit of bytes that wait for one browser. */
    static final int MAX_UNREAD = 256 * 1024;

    /** A final caption. */
    private record Caption(String id, String event) {}

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Deque<Caption> kept = new ArrayDeque<>();
    private final Set<Browser> browsers = new HashSet<>();
    private final Map<Integer, String> partials = new TreeMap<>();
    private String speakers = "";
    private String status = statusEvent(false);

    /**
     * Text that will not change any more.
     *
     * @param id      of this caption and no other
     * @param speaker whose partial caption it replaces
     * @param json    on one line
     */
    void committed(String id, int speaker, String json) {
        Caption caption = new Caption(id, "id: " + id + "\n" + event("committed", json));
        lock.lock();
        try {
            partials.remove(speaker);
            kept.addLast(caption);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
            send(caption.event());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The current partial caption of a speaker, which replaces the previous one.
     *
     * @param json on one line
     */
    void partial(int speaker, String json) {
        lock.lock();
        try {
            String partial = event("partial", json);
            partials.put(speaker, partial);
            send(partial);
        } finally {
            lock.unlock();
        }
    }

    /** The speaker says nothing more: a partial caption will not become final. */
    void ended(int speaker) {
        lock.lock();
        try {
            if (partials.remove(speaker) != null) {
                send(event("partial", "{\"speaker\":" + speaker + ",\"text\":\"\"}"));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * All speakers of the moment.
     *
     * @param json on one line
     */
    void speakers(String json) {
        lock.lock();
        try {
            String everybody = event("speakers", json);
            if (!everybody.equals(speakers)) {
                speakers = everybody;
                send(everybody);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether captions can be expected at present. */
    void status(boolean live) {
        lock.lock();
        try {
            status = statusEvent(live);
        } finally {
            lock.unlock();
        }
    }

    /** Repeats the status, so that both ends notice a lost connection. Call it every second. */
    void beat() {
        lock.lock();
        try {
            send(status);
        } finally {
            lock.unlock();
        }
    }

    /** The number of connected browsers. */
    int browsers() {
        lock.lock();
        try {
            return browsers.size();
        } finally {
            lock.unlock();
        }
    }

    private static String statusEvent(boolean live) {
        return event("status", "{\"live\":" + live + "}");
    }

    private static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    private void send(String event) {
        browsers.forEach(browser -> browser.send(event));
    }

    @Override
    public void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(MAX_UNREAD)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        Browser browser = new Browser(Vertx.currentContext(), response);
        response.closeHandler(gone -> remove(browser));
        lock.lock();
        try {
            browsers.add(browser);
            browser.send("retry: 1000\n\n" + after(lastSeen(request)) + speakers + String.join("", partials.values())
                    + status);
        } finally {
            lock.unlock();
        }
    }

    /** The header is the browser's own; the parameter is set by the page when it has to connect by itself. */
    private static String lastSeen(HttpServerRequest request) {
        String header = request.getHeader("Last-Event-ID");
        return header != null ? header : request.getParam("after");
    }

    private String after(String lastSeen) {
        StringBuilder missed = new StringBuilder();
        for (Caption caption : kept) {
            missed.append(caption.event());
            if (caption.id().equals(lastSeen)) {
                missed.setLength(0);
            }
        }
        return missed.toString();
    }

    private void remove(Browser browser) {
        lock.lock();
        try {
            browsers.remove(browser);
        } finally {
            lock.unlock();
        }
    }

    /** A connection, written to in its own event loop. */
    private static final class Browser {

        private final Context loop;
        private final HttpServerResponse response;
        // Touched on the loop only:
        private boolean cutOff;

        private Browser(Context loop, HttpServerResponse response) {
            this.loop = loop;
            this.response = response;
        }

        private void send(String events) {
            loop.runOnContext(now -> sendOnLoop(events));
        }

        private void sendOnLoop(String events) {
            if (cutOff) {
                return;
            }
            if (response.writeQueueFull()) {
                // Ends the connection after the unread data, or when none of it was read within the timeout of the
                // server.
                cutOff = true;
                response.reset();
            } else {
                response.write(events);
            }
        }
    }
}
