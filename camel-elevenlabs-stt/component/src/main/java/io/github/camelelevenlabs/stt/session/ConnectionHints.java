package io.github.camelelevenlabs.stt.session;

/** What the service is told about the speech on one connection. Used on the session's loop, except where noted. */
final class ConnectionHints {

    private final CurrentHints newest;

    private volatile Hints request;
    private boolean begun;
    private String context;

    ConnectionHints(CurrentHints newest) {
        this.newest = newest;
    }

    /** The connection opens: its request has the newest hints. */
    void open() {
        request = newest.get();
    }

    /** What the request has; null before the connection opens. Any thread may ask. */
    Hints request() {
        return request;
    }

    /** The context in the first message, which goes now; null for none. */
    String begin() {
        begun = true;
        context = newest.context();
        return context;
    }

    /** Whether the first message has gone, and had this context. */
    boolean hasTold(String text) {
        return begun && text.equals(context);
    }

    /** Whether the first message has gone, and had another context. */
    boolean hasToldOtherThan(String text) {
        return begun && !text.equals(context);
    }
}
