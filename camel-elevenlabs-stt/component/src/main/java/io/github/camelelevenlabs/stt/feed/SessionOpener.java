package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Failures;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Message;

/**
 * Plans and opens the sessions of an endpoint; it is all that this room knows of the endpoint. Safe for use by many threads; no method
 * blocks.
 */
public interface SessionOpener {

    /** The name that gets the audio. */
    String name();

    /** All names of the component, with their consumers. */
    TranscriptTopics topics();

    /**
     * Plans a session by the options of the endpoint and the headers of the message that opens it. With a session repository this
     * opens the session there, and takes it over from whoever has it: called only for a session that is then opened.
     *
     * @param sessionKey null when the session is one message
     * @return complete at once without a session repository; otherwise completes on a thread that may run routes, or fails with the
     *     exception for the messages
     * @throws IllegalArgumentException with the name of an option or header whose value is not allowed
     */
    CompletionStage<PlannedSession> plan(Message opening, String sessionKey, Awaited awaited);

    /** The body that a message with the transcript gets. */
    OutputFormat output(Message message);

    /** Whether messages wait for their transcript: {@code waitForTranscript}. */
    boolean waitsForTranscript();

    /** Whether a message of a stream waits until everything that was said in it is routed: {@code acknowledge=routed}. */
    boolean acknowledgesRouted();

    /** Whether what sessions say is kept, so that another process can go on with them: {@code sessionRepository}. */
    boolean keepsSessions();

    /** The time without messages after which a stream ends. */
    Duration sessionIdleTimeout();

    /** Fetches a URL from a message; nothing is read yet. */
    Fetch fetch(WebUrl url);

    /** A new session id. */
    String nextId();

    /** Runs routes, which may block. */
    Executor routes();

    /** Runs a task there, or here when the component has stopped. */
    default void execute(Runnable task) {
        try {
            routes().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    /** An event loop, as a clock and for tasks that do not block. */
    SessionLoop timer();

    Failures failures();
}
