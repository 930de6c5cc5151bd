package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.FedSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.util.IOHelper;

/**
 * The way to a {@link FedSource} that is made later, when what the session needs is there: pieces wait, and are fed in their order. The
 * number of waiting pieces is limited only by the callers. Safe for use by many threads; no method blocks.
 */
final class DeferredSource {

    private record Waiting(AudioPiece piece, Runnable decoded, CompletableFuture<Void> taken) {}

    /** In the queue, an empty value is the end of the audio. */
    private final Queue<Optional<Waiting>> queue = new ConcurrentLinkedQueue<>();

    private final Executor closing;
    private final AtomicInteger unsettled = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile FedSource source;
    private volatile Throwable failure;
    private volatile boolean discarded;

    /** @param closing closes streams, which may block */
    DeferredSource(Executor closing) {
        this.closing = closing;
    }

    /** From now on pieces are fed to this source, beginning with those that wait. Called once at most. */
    void open(FedSource made) {
        source = made;
        if (failure != null) {
            made.fail(failure);
        }
        onChange();
    }

    /** There is no session, and nothing to read: pieces, which are empty, count as taken. */
    void discard() {
        discarded = true;
        onChange();
    }

    /** See {@link FedSource#feed(AudioPiece, Runnable)}. */
    CompletionStage<Void> feed(AudioPiece piece, Runnable decoded) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        unsettled.incrementAndGet();
        queue.add(Optional.of(new Waiting(piece, decoded, taken)));
        taken.whenComplete((nothing, failed) -> unsettled.decrementAndGet());
        onChange();
        return taken;
    }

    /** Ends the audio after the pieces fed before. */
    void end() {
        queue.add(Optional.empty());
        onChange();
    }

    /** Fails all pieces that are not taken, and those that follow. */
    void fail(Throwable cause) {
        failure = cause;
        if (source != null) {
            source.fail(cause);
        }
        onChange();
    }

    /** Whether any piece is neither taken nor failed. */
    boolean isWaiting() {
        return unsettled.get() > 0;
    }

    /** Whether later pieces fail for a reason that is not their own. */
    boolean isClosed() {
        return source == null ? failure != null : source.isClosed();
    }

    /** One thread at a time feeds, so that the order is kept. */
    private void onChange() {
        if (changes.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            feedWaiting();
            seen = changes.addAndGet(-seen);
        } while (seen > 0);
    }

    private void feedWaiting() {
        FedSource to = source;
        Throwable why = failure;
        if (to == null && why == null && !discarded) {
            return;
        }
        for (Optional<Waiting> next = queue.poll(); next != null; next = queue.poll()) {
            if (to != null) {
                next.ifPresentOrElse(waiting -> feed(to, waiting), to::end);
            } else if (why == null) {
                next.ifPresent(DeferredSource::discard);
            } else {
                next.ifPresent(waiting -> refuse(waiting, why));
            }
        }
    }

    private void feed(FedSource to, Waiting waiting) {
        try {
            to.feed(waiting.piece(), waiting.decoded()).whenComplete((nothing, failed) -> settle(waiting, failed));
        } catch (Throwable thrown) {
            refuse(waiting, thrown);
        }
    }

    private static void discard(Waiting waiting) {
        waiting.decoded().run();
        settle(waiting, null);
    }

    private void refuse(Waiting waiting, Throwable why) {
        closing.execute(() -> close(waiting.piece()));
        settle(waiting, why);
    }

    private static void settle(Waiting waiting, Throwable failed) {
        if (failed == null) {
            waiting.taken().complete(null);
        } else {
            waiting.taken().completeExceptionally(failed);
        }
    }

    /** Closes a piece that nobody takes. */
    static void close(AudioPiece piece) {
        if (piece instanceof AudioPiece.Stream open) {
            IOHelper.close(open.stream());
        }
    }
}
