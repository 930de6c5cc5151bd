package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.session.Admission;
import io.github.camelelevenlabs.stt.session.Admission.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A recording in a file or behind a URL, opened when it is its turn. A thousand that wait have no thousand files, connections
 * and decoders, and no server that loses its patience.
 */
final class QueuedSource implements AudioSource {

    private final AudioSource source;
    private final Admission gate;
    private final int limit;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private volatile Ticket ticket;
    private volatile boolean closed;

    /** @param limit how many recordings may be open, this one included; 0 for no limit */
    QueuedSource(AudioSource source, Admission gate, int limit) {
        this.source = source;
        this.gate = gate;
        this.limit = limit;
    }

    @Override
    public CompletionStage<Opened> open() {
        CompletionStage<Opened> opened = turn.thenCompose(nothing -> source.open());
        ticket = gate.enter(limit, this::onTurn);
        leaveIfClosed();
        return opened;
    }

    private void onTurn() {
        turn.complete(null);
        leaveIfClosed();
    }

    /** The session may have ended while its turn came. */
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
