package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Bytes as they arrive. A reader that must not block waits for {@link #readable()} and then calls {@link #take}; the methods
 * of {@link InputStream} block. Used by one reader at a time; {@link #close()} is safe for any thread and does not block.
 */
public abstract class FetchedStream extends InputStream {

    /** Completes when {@link #take} has bytes, the end or a failure to give; perhaps earlier, but never with a failure. */
    public abstract CompletableFuture<Void> readable();

    /**
     * Takes the bytes that have arrived, and does not block.
     *
     * @return the number of bytes; 0 when there are none yet, and negative at the end
     * @throws FetchException when the fetch has failed, after the bytes before were taken
     */
    public abstract int take(byte[] buffer, int offset, int length) throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = take(buffer, offset, length);
        while (count == 0 && length > 0) {
            await();
            count = take(buffer, offset, length);
        }
        return count;
    }

    private void await() throws IOException {
        try {
            readable().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted during a fetch");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public abstract void close();
}
