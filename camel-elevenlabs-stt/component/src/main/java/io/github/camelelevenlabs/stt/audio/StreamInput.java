package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a stream as its bytes arrive, and closes it exactly once: at its end, when it fails, or in {@link #close()}.
 * Closing from another thread ends a read that hangs.
 */
final class StreamInput implements PieceInput {

    private static final InputStream CLOSED = InputStream.nullInputStream();

    private static final int FIRST_READ = 16 * 1024;
    private static final int MAX_READ = 64 * 1024;

    private final AudioPiece.Opening opening;
    /** Null before the stream is opened; {@link #CLOSED} as soon as a thread has taken the stream to close it. */
    private final AtomicReference<InputStream> stream = new AtomicReference<>();

    // Used by the reading thread only:
    /** Null before the first read, and after one that filled it: then the bytes keep it. */
    private byte[] buffer;

    private int size = FIRST_READ;
    private int least = BYTES_TO_RECOGNISE;

    StreamInput(AudioPiece.Opening opening) {
        this.opening = opening;
    }

    StreamInput(InputStream stream) {
        this.opening = () -> stream;
        this.stream.set(stream);
    }

    /** Reads on the executor, because a read may block. */
    @Override
    public CompletableFuture<Optional<ByteBuffer>> next(Decoding decoding) {
        CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();
        decoding.execute(next, this::next);
        return next;
    }

    private Optional<ByteBuffer> next() throws IOException {
        try {
            int length = read(opened());
            if (length > 0) {
                return Optional.of(taken(length));
            }
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
        close();
        return Optional.empty();
    }

    /** A stream that fills the buffer, as a file does, is given a larger one: each read has a fixed cost. */
    private ByteBuffer taken(int length) {
        if (length < buffer.length) {
            return ByteBuffer.wrap(Arrays.copyOf(buffer, length));
        }
        ByteBuffer all = ByteBuffer.wrap(buffer);
        buffer = null;
        size = Math.min(2 * size, MAX_READ);
        return all;
    }

    private InputStream opened() throws IOException {
        InputStream current = stream.get();
        if (current == null) {
            current = opening.open();
            if (!stream.compareAndSet(null, current)) {
                current.close();
                current = CLOSED;
            }
        }
        if (current == CLOSED) {
            throw AudioException.closed();
        }
        return current;
    }

    private int read(InputStream in) throws IOException {
        if (buffer == null) {
            buffer = new byte[size];
        }
        int length = 0;
        while (length < least) {
            int count = in.read(buffer, length, buffer.length - length);
            if (count < 0) {
                break;
            }
            if (count == 0) {
                throw new IOException("The audio's stream returned no bytes, yet did not end: "
                        + Printable.of(in.getClass().getName()));
            }
            length += count;
        }
        least = 1;
        return length;
    }

    @Override
    public boolean isExhausted() {
        return stream.get() == CLOSED;
    }

    @Override
    public void close(Decoding decoding, Runnable then) {
        decoding.close(() -> {
            close();
            then.run();
        });
    }

    /** Closes the stream. Safe for any thread, also during a read, and more than once. May block. */
    private void close() {
        InputStream open = stream.getAndSet(CLOSED);
        if (open == null || open == CLOSED) {
            return;
        }
        try {
            open.close();
        } catch (IOException | RuntimeException | Error e) {
            // All needed bytes have been read, or reading has failed with its own cause. Callers that wait must be
            // notified, whatever a foreign stream throws.
        }
    }
}
