package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Failures;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.camel.Message;

/** Plans and opens the sessions of an endpoint: all that a feed knows of the endpoint. Safe for use by many threads. */
public interface SessionOpener {

    /** The name that is fed. */
    String name();

    /** Where the names meet their consumers. */
    TranscriptTopics topics();

    /**
     * Plans a session by the endpoint's options and the headers of the message that opens it. Nothing is opened yet.
     *
     * @param sessionKey null when the session is one message
     * @throws IllegalArgumentException names the option or header with a value that is not allowed
     */
    PlannedSession plan(Message opening, String sessionKey, Awaited awaited);

    /** What becomes of the body of a message that gets the transcript. */
    OutputFormat output(Message message);

    /** Whether messages wait for the transcript of their audio. */
    boolean waitsForTranscript();

    /** How long a stream lasts without a message. */
    Duration sessionIdleTimeout();

    /** A URL that came in a message. */
    Fetch fetch(WebUrl url);

    /** An id for a session, or for what is answered as one. */
    String nextId();

    /** Where routes run. */
    Executor routes();

    /** A clock for what has to happen later and does not block. */
    SessionLoop timer();

    Failures failures();
}
