package io.github.camelelevenlabs.stt.delivery;

import java.util.Collection;

/** A stream that messages feed, as its name ends it. */
public interface FedStream {

    /** The routes by which its messages came. */
    Collection<String> routes();

    /** Takes what was sent so far for all there is; the session transcribes it to its end. May be called twice. */
    void end();

    /** The component has stopped: whoever waits for the session waits for nothing. */
    void stop();
}
