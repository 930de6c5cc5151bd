package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that returns one piece per read, then ends, fails, or hangs until it is closed. */
class ScriptedStream extends InputStream {

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private IOException failure;
    private boolean hangs;

    ScriptedStream(byte[]... pieces) {
        this.pieces.addAll(List.of(pieces));
    }

    ScriptedStream thenFails(IOException failure) {
        this.failure = failure;
        return this;
    }

    ScriptedStream thenHangs() {
        hangs = true;
        return this;
    }

    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    int timesClosed() {
        return closed.get();
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("nobody reads audio byte by byte");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        byte[] piece = pieces.poll();
        if (piece != null) {
            System.arraycopy(piece, 0, buffer, offset, piece.length);
            return piece.length;
        }
        if (hangs) {
            hang();
        }
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    private void hang() throws IOException {
        hanging.countDown();
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("closed while reading");
    }

    @Override
    public void close() {
        closed.incrementAndGet();
        closing.countDown();
    }
}
