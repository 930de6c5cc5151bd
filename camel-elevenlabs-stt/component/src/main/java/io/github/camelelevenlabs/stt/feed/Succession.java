package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/**
 * Decides what becomes of what is kept of a stream, and when another session of its key may begin: when it is removed because the stream
 * is over, or stays for the next session, which goes on with it. Safe for use by many threads.
 */
final class Succession {

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final CompletableFuture<Void> open;
    /** Of the exchange that ended the audio; null while none has. */
    private volatile CompletionStage<Void> lastDone;
    /** Whether the audio ended because no messages came. */
    private volatile boolean idle;

    /** @param keepsSessions whether there is a session repository */
    Succession(boolean keepsSessions) {
        this.open = keepsSessions ? CompletableFuture.allOf(done, settled) : done;
    }

    /** Completes when another session of the key may begin. */
    CompletionStage<Void> open() {
        return open;
    }

    /** A message ends the audio: when its exchange has not failed the stream is over. Called before the exchange is done. */
    void endedBy(Exchange last, CompletionStage<Transcription> session) {
        lastDone = session.thenCompose(transcription -> transcription.removeWhenDone(last));
    }

    /** The audio has ended because no messages came: when all of it is routed, the stream is over. */
    void endedIdle() {
        idle = true;
    }

    /** The session takes no more messages. */
    void done() {
        done.complete(null);
    }

    /** The session, and the routes of all it has said, have ended. */
    void completed(Transcription session, Result result) {
        if (result.failure().isPresent()) {
            // What is kept stays, for the messages that come again.
            settled.complete(null);
        } else if (idle) {
            settledAfter(session.remove());
        } else if (lastDone != null) {
            settledAfter(lastDone);
        } else {
            settled.complete(null);
        }
    }

    /** There was no such stream: nothing was kept of it, and there was no audio. */
    void nothing(Transcription session) {
        settledAfter(session.remove());
    }

    /** The session was not opened, or the component has stopped. */
    void abandoned() {
        settled.complete(null);
    }

    private void settledAfter(CompletionStage<Void> end) {
        end.whenComplete((nothing, failure) -> settled.complete(null));
    }
}
