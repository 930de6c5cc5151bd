package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.session.Admission;
import io.github.camelelevenlabs.stt.session.Admission.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A recording in a file or behind a URL that waits for admission before it is opened. A thousand waiting recordings hold no files,
 * connections or decoders, and no server closes an idle connection. Safe for use by many threads.
 */
final class QueuedSource implements AudioSource {

    private final AudioSource source;
    private final Admission gate;
    private final int limit;
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private volatile Ticket ticket;
    private volatile boolean closed;

    /** @param limit the number of recordings that may be open, this one included; 0 for no limit */
    QueuedSource(AudioSource source, Admission gate, int limit) {
        this.source = source;
        this.gate = gate;
        this.limit = limit;
    }

    @Override
    public CompletionStage<Opened> open() {
        CompletionStage<Opened> opened = admitted.thenCompose(nothing -> source.open());
        ticket = gate.enter(limit, this::onAdmitted);
        leaveIfClosed();
        return opened;
    }

    private void onAdmitted() {
        admitted.complete(null);
        leaveIfClosed();
    }

    /** The session may have ended at the moment of admission. */
    private void leaveIfClosed() {
        if (closed) {
            close();
        }
    }

    @Override
    public CompletionStage<Block> read() {
        return source.read();
    }

    @Override
    public void close() {
        closed = true;
        source.close();
        Ticket entered = ticket;
        if (entered != null) {
            entered.leave();
        }
    }
}
