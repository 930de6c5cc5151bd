package io.github.camelelevenlabs.stt.fetch;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The body of a response. Closing it closes the connection without reading the rest. Holds little more than {@link #ENOUGH}
 * bytes: more are read from the connection only when these were taken. Safe for any thread.
 */
final class ResponseBody extends FetchedStream {

    /** More bytes than this stop the reading from the connection, which may bring two reads more. */
    private static final int ENOUGH = 48 * 1024;

    private static final int FIRST_CAPACITY = 8 * 1024;

    private final Function<Throwable, FetchException> failures;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private byte[] bytes = {};
    private int from;
    private int count;
    /** How many bytes are waited for. */
    private int least = 1;

    private CompletableFuture<Void> waiting;
    private boolean ended;
    /** Given after the bytes; null for none. */
    private Throwable failure;

    private Runnable onWanted = () -> {};
    private Runnable onClose = () -> {};

    /** @param failures the exception for a failure of the connection */
    ResponseBody(Function<Throwable, FetchException> failures) {
        this.failures = failures;
    }

    /**
     * Sets what the reader causes.
     *
     * @param wanted called when a reader waits, or has made room
     * @param closing closes the connection
     */
    void connect(Runnable wanted, Runnable closing) {
        lock.lock();
        try {
            onWanted = wanted;
            onClose = closing;
        } finally {
            lock.unlock();
        }
    }

    /** Adds bytes. */
    void arrived(ByteBuf next) {
        change(() -> {
            int length = next.readableBytes();
            if (failure == null && length > 0) {
                makeRoom(length);
                next.getBytes(next.readerIndex(), bytes, from + count, length);
                count += length;
            }
        });
    }

    private void makeRoom(int length) {
        if (from + count + length <= bytes.length) {
            return;
        }
        int needed = Math.max(FIRST_CAPACITY, Integer.highestOneBit(count + length) << 1);
        byte[] larger = count + length <= bytes.length ? bytes : new byte[needed];
        System.arraycopy(bytes, from, larger, 0, count);
        bytes = larger;
        from = 0;
    }

    /** The response is complete. */
    void end() {
        change(() -> ended = true);
    }

    /** The connection has failed; does nothing if the response is complete. The first failure counts. */
    void fail(Throwable cause) {
        change(() -> {
            if (!ended && failure == null) {
                failure = cause;
            }
        });
    }

    private void change(Runnable change) {
        CompletableFuture<Void> served = null;
        lock.lock();
        try {
            change.run();
            if (waiting != null && isReadable()) {
                served = waiting;
                waiting = null;
            }
        } finally {
            lock.unlock();
        }
        if (served != null) {
            served.complete(null);
        }
    }

    private boolean isReadable() {
        return count >= least || ended || failure != null;
    }

    /** Whether more bytes should be read from the connection. */
    boolean hasRoom() {
        lock.lock();
        try {
            return count <= ENOUGH && !ended && failure == null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a reader waits for bytes. */
    boolean isAwaited() {
        lock.lock();
        try {
            return waiting != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> readable() {
        Runnable wanted;
        CompletableFuture<Void> result;
        lock.lock();
        try {
            if (isReadable()) {
                return CompletableFuture.completedFuture(null);
            }
            if (waiting == null) {
                waiting = new CompletableFuture<>();
            }
            result = waiting;
            wanted = onWanted;
        } finally {
            lock.unlock();
        }
        wanted.run();
        return result;
    }

    /** Completes with the first bytes, fewer only at the end, which are given again. Used before anything is taken. */
    CompletableFuture<byte[]> first(int most) {
        lock.lock();
        try {
            least = most;
        } finally {
            lock.unlock();
        }
        return readable().thenApply(Steps.step(nothing -> {
            lock.lock();
            try {
                least = 1;
                if (count < most && failure != null) {
                    throw failures.apply(failure);
                }
                return Arrays.copyOfRange(bytes, from, from + Math.min(most, count));
            } finally {
                lock.unlock();
            }
        }));
    }

    @Override
    public int take(byte[] buffer, int offset, int length) throws FetchException {
        Runnable wanted;
        int taken;
        lock.lock();
        try {
            if (count == 0 && failure != null) {
                throw failures.apply(failure);
            } else if (count == 0) {
                return ended ? -1 : 0;
            }
            taken = Math.min(length, count);
            System.arraycopy(bytes, from, buffer, offset, taken);
            // Fewer bytes than before may mean that reading from the connection had stopped.
            wanted = count > ENOUGH && count - taken <= ENOUGH ? onWanted : () -> {};
            from += taken;
            count -= taken;
            if (count == 0) {
                from = 0;
            }
        } finally {
            lock.unlock();
        }
        wanted.run();
        return taken;
    }

    @Override
    public void close() {
        Runnable closing;
        lock.lock();
        try {
            closing = onClose;
            count = 0;
        } finally {
            lock.unlock();
        }
        fail(new IOException("it was closed"));
        closing.run();
    }
}
